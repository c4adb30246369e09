import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitThread } from "~/domain/split-thread";
import { checkText } from "~/domain/text";

const bare = (text: string) => text.replace(/\s+/g, "");
const sentence = (word: string, length: number) =>
  `${word} ${"word ".repeat(Math.ceil(length / 5))}`
    .slice(0, length - 1)
    .trimEnd()
    .concat(".");

describe("a long text becomes the parts of a thread", () => {
  it("a text that fits is one part as it is, and blanks are none", () => {
    expect(splitThread("One. Two.\n\nThree.")).toEqual(["One. Two.\n\nThree."]);
    expect(splitThread(" \n\n ")).toEqual([]);
  });

  it("is cut at the end of a sentence, and each part is as full as it can be", () => {
    const [a, b, c] = [sentence("First", 150), sentence("Second", 120), sentence("Third", 100)];
    expect(splitThread(`${a} ${b} ${c}`)).toEqual([`${a} ${b}`, c]);
  });

  it("is cut between paragraphs where both fit, though a sentence more would have fitted", () => {
    const [a, b, c] = [sentence("First", 150), sentence("Second", 90), sentence("Third", 90)];
    expect(splitThread(`${a}\n\n${b} ${c}`)).toEqual([a, `${b} ${c}`]);
  });

  it("is cut between words where a sentence is longer than a part", () => {
    const parts = splitThread("endless ".repeat(60));
    expect(parts.length).toBe(2);
    for (const part of parts) expect(part).toMatch(/^(endless )*endless$/);
  });

  it("is cut inside a word only where no part could hold it, and never through a character", () => {
    const parts = splitThread("👩‍👩‍👧‍👦".repeat(150));
    expect(parts.map((part) => checkText(part))).toEqual([
      { kind: "ok", weightedLength: 280 },
      { kind: "ok", weightedLength: 20 },
    ]);
  });

  it("keeps a link whole, which counts 23 however long it is", () => {
    const link = `https://example.com/${"a".repeat(300)}`;
    const parts = splitThread(`${sentence("Before", 270)} ${link}`);
    expect(parts[1]).toBe(link);
  });

  it("never makes a part too long, and loses nothing but white space", () => {
    const piece = fc.oneof(
      fc.lorem({ maxCount: 40, mode: "words" }),
      fc.lorem({ maxCount: 5, mode: "sentences" }),
      fc.constantFrom("\n\n", "\n", " ", "https://example.com/a?b=c", "推つ트", "🐓", "…", "e.g. "),
      fc.string({ unit: "grapheme", maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join(" ");
        const parts = splitThread(text);
        for (const part of parts) expect(checkText(part).kind).not.toBe("tooLong");
        expect(bare(parts.join(""))).toBe(bare(text));
      }),
    );
  });
});
