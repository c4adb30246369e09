import fc from "fast-check";
import twitterText from "twitter-text";
import { afterEach, describe, expect, it, vi } from "vitest";
import { checkText, maxWeightedLength } from "~/domain/text";

const ok = (weightedLength: number) => ({ kind: "ok", weightedLength });
const tooLong = (weightedLength: number) => ({
  kind: "tooLong",
  weightedLength,
  overBy: weightedLength - maxWeightedLength,
});

describe("a text is as long as X counts it", () => {
  it("280 letters fit, and one more is one too many", () => {
    expect(checkText("a".repeat(280))).toEqual(ok(280));
    expect(checkText("a".repeat(281))).toEqual(tooLong(281));
  });

  it("nothing but blanks and marks that show nothing is empty", () => {
    for (const text of ["", " \n\t", "\u200b", "\u200b \ufeff\u2060"])
      expect(checkText(text)).toEqual({ kind: "empty" });
  });

  it("a Chinese, Japanese or Korean character counts two", () => {
    for (const character of ["推", "つ", "트"]) {
      expect(checkText(character)).toEqual(ok(2));
      expect(checkText(character.repeat(140))).toEqual(ok(280));
      expect(checkText(character.repeat(141))).toEqual(tooLong(282));
    }
  });

  it("an emoji counts two, however many code points it is made of", () => {
    for (const emoji of ["🐓", "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪", "❤️"]) {
      expect(checkText(emoji)).toEqual(ok(2));
      expect(checkText(emoji.repeat(140))).toEqual(ok(280));
      expect(checkText(`${emoji.repeat(140)}a`)).toEqual(tooLong(281));
    }
  });

  it("a link counts 23, however long or short it is", () => {
    for (const link of ["https://x.co", "example.com", `https://example.com/${"a".repeat(400)}`]) {
      expect(checkText(link)).toEqual(ok(23));
    }
    const link = `https://example.com/${"a".repeat(400)}`;
    expect(checkText(`${"a".repeat(256)} ${link}`)).toEqual(ok(280));
    expect(checkText(`${"a".repeat(257)} ${link}`)).toEqual(tooLong(281));
    expect(checkText(`${link} ${link}`)).toEqual(ok(47));
  });

  it("a letter and its accent count as the one character that they make", () => {
    expect(checkText("e\u0301".repeat(280))).toEqual(ok(280));
    expect(checkText("\u00e9".repeat(280))).toEqual(ok(280));
  });

  it("line breaks and spaces count", () => {
    expect(checkText(`a\n\n${"b".repeat(277)}`)).toEqual(ok(280));
    expect(checkText(`a\n\n${"b".repeat(278)}`)).toEqual(tooLong(281));
  });
});

describe("a text that is far too long", () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(["б.", "あ.", "👨‍👩‍👧‍👦."])(
    "of %s is not searched for links, which would take seconds",
    (piece) => {
      const parse = vi.spyOn(twitterText, "parseTweet");
      const text = piece.repeat(Math.floor(10_000 / piece.length));
      expect(checkText(text)).toMatchObject({ kind: "tooLong" });
      expect(parse.mock.calls.filter(([asked]) => asked.includes("."))).toEqual([]);
    },
  );

  it("is as long as X counts it all the same, but for a link without a scheme", () => {
    const words = fc.constantFrom(
      "word",
      "語",
      "👍🏽",
      "e\u0301",
      "https://example.com/a.b?c=d",
      "#tag",
      ",",
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 300, maxLength: 400 }), (list) => {
        const text = list.join(" ");
        expect(checkText(text)).toMatchObject(tooLong(twitterText.parseTweet(text).weightedLength));
      }),
    );
  });
});

describe("a text that X would not take is told apart", () => {
  it.each(["", " ", "\n\t ", "\u00a0", "\u3000", "\ufeff"])(
    "nothing but white space (%j) is empty",
    (text) => {
      expect(checkText(text)).toEqual({ kind: "empty" });
      expect(checkText(text.repeat(300))).toEqual({ kind: "empty" });
    },
  );

  it.each(["\ufffe", "\uffff"])("a character that X refuses (%j) is invalid", (character) => {
    expect(checkText(`a${character}b`).kind).toBe("invalid");
  });

  it.each(["\0", "\ud83d", "\udc13", "\udc13\ud83d"])(
    "a character that the database could not keep as it was written (%j) is invalid",
    (character) => {
      expect(checkText(`a${character}b`).kind).toBe("invalid");
    },
  );

  it("too long is said before invalid, with how much is to go", () => {
    expect(checkText(`\uffff${"a".repeat(300)}`)).toMatchObject({ kind: "tooLong" });
  });
});

describe("for any text", () => {
  it("there is an answer, and one that is ok is never longer than X allows", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const check = checkText(text);
        if (check.kind === "ok") expect(check.weightedLength).toBeLessThanOrEqual(maxWeightedLength);
        if (check.kind === "tooLong") expect(check.overBy).toBeGreaterThan(0);
        expect(check.kind === "empty").toBe(text.trim() === "");
      }),
    );
  });
});
