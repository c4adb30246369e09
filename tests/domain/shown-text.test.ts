import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { isShownAs, type ShownUrl } from "~/domain/shown-text";
import { checkText } from "~/domain/text";
import { normalizeText, rewriteText } from "../../sandbox/x/tweets/rewrite-text";

/** The text as X shows it, with the entities of its links. */
function rewritten(text: string, seed = "1"): [string, ShownUrl[]] {
  const { shownText, urls } = rewriteText(normalizeText(text), seed);
  return [
    shownText,
    urls.map(({ url, expanded_url }) => ({ url, expandedUrl: expanded_url, isMedia: false })),
  ];
}

const address = fc.oneof(
  fc.constantFrom(
    "example.com",
    "HTTPS://Example.com/Path?q=1&r=<2>#top",
    "http://例え.テスト/道",
    "https://t.co/abcdefghij",
    "münchen.de/straße",
    "roost.app",
  ),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.domain(),
);
const sign = fc.constantFrom("&", "<", ">", "&amp;", "&lt;", "&amp;lt;", "<3", "R&D", "a<b>c");
const letters = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("é", "e\u0301", "👩‍👩‍👧", "字", "@mira", "#tag", "…", "t.co/x", "https://t.co/", "."),
);
const gap = fc.constantFrom(" ", "", "\n", "  ", "\n\n", "\u3000", "\r\n", "(", ")", ", ");
const text = fc
  .array(fc.tuple(fc.oneof(letters, sign, address), gap), { minLength: 1, maxLength: 8 })
  .map((pieces) => pieces.flat().join(""))
  .filter((candidate) => checkText(candidate).kind === "ok");

describe("a text that X shows", () => {
  it("is known again, whatever X may be sent", () => {
    fc.assert(
      fc.property(text, (sent) => {
        expect(isShownAs(sent, ...rewritten(sent))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("is another once one word of it is another", () => {
    const word = fc.oneof(fc.stringMatching(/^[a-z&<>äß字]{1,8}$/), sign, fc.constantFrom(...plainAddresses));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), fc.nat(), word, (words, place, other) => {
        const at = place % words.length;
        fc.pre(words[at] !== other);
        const changed = words.with(at, other).join(" ");
        expect(isShownAs(words.join(" "), ...rewritten(changed))).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });
});

const plainAddresses = [
  "example.com",
  "https://example.com",
  "example.com/a",
  "example.com/A",
  "https://example.com/a?b=1&c=2",
  "https://example.com/a?b=1",
  "example.org",
];

const link = (url: string, expandedUrl: string, isMedia = false): ShownUrl => ({ url, expandedUrl, isMedia });
const tco = "https://t.co/aaaaaaaaaa";
const photo = "https://t.co/pppppppppp";
const media = link(photo, "https://x.com/mira/status/9/photo/1", true);

describe("what X does to a text", () => {
  it.each<[string, string, string, ShownUrl[]]>([
    ["escapes signs", 'R&D <3 "quoted"', 'R&amp;D &lt;3 "quoted"', []],
    ["escapes what looks escaped", "&amp;", "&amp;amp;", []],
    ["or leaves signs as they are", "R&D <3", "R&D <3", []],
    ["composes characters", "cafe\u0301", "café", []],
    ["drops white space at the ends", "\n  hello \u3000", "hello", []],
    ["writes line ends its own way", "one\r\ntwo", "one\ntwo", []],
    ["puts a scheme before an address", "see example.com", `see ${tco}`, [link(tco, "http://example.com")]],
    ["writes a host in its own way", "https://MÜNCHEN.de", tco, [link(tco, "https://xn--mnchen-3ya.de/")]],
    ["leaves a short link as it is", `see ${tco}`, `see ${tco}`, [link(tco, "https://example.com/far")]],
    [
      "ends an address where a sign ends it",
      "(example.com).",
      `(${tco}).`,
      [link(tco, "http://example.com")],
    ],
    ["puts the media's link at the end", "look", `look ${photo}`, [media]],
    ["shows nothing but the media's link", "", photo, [media]],
    [
      "keeps one's own links before it",
      "example.com",
      `${tco} ${photo}`,
      [link(tco, "http://example.com"), media],
    ],
  ])("it %s: it is the same text", (_, sent, shown, urls) => {
    expect(isShownAs(sent, shown, urls)).toBe(true);
  });

  it.each<[string, string, string, ShownUrl[]]>([
    ["another address", "see example.com/a", `see ${tco}`, [link(tco, "http://example.com/b")]],
    ["a safer scheme", "see example.com", `see ${tco}`, [link(tco, "https://example.com")]],
    ["another scheme", "see https://example.com", `see ${tco}`, [link(tco, "http://example.com")]],
    ["a link where there was a word", "see it", `see ${tco}`, [link(tco, "http://example.com")]],
    ["the beginning alone", "hello world", "hello", []],
    ["more behind it", "hello", "hello world", []],
    ["other letters of the same look", "hello", "hеllo", []],
    ["capitals", "hello", "Hello", []],
    ["a line end for a space", "a b", "a\nb", []],
    [
      "a second link to media that is not its own",
      "",
      `${tco} ${photo}`,
      [link(tco, "https://x.com/a/status/1/photo/1"), media],
    ],
  ])("%s makes it another text", (_, sent, shown, urls) => {
    expect(isShownAs(sent, shown, urls)).toBe(false);
  });
});

describe("a long address", () => {
  it("is read as an address only where the text goes on as X shows it", () => {
    const long = `https://example.com/${"a/".repeat(1900)}`;
    let parsed = 0;
    const counted: ProxyHandler<typeof URL> = {
      construct: (target, [url]) => {
        parsed += 1;
        return new target(String(url));
      },
    };
    vi.stubGlobal("URL", new Proxy(URL, counted));
    expect(isShownAs(`see ${long} now`, `see ${tco} now`, [link(tco, `${long}x`)])).toBe(false);
    expect(isShownAs(`see ${long} now`, `see ${tco} now`, [link(tco, long)])).toBe(true);
    expect(isShownAs(long, tco, [link(tco, `${long}x`)])).toBe(false);
    vi.unstubAllGlobals();
    expect(parsed).toBeLessThan(10);
  });
});

describe("a link that X tells nothing about", () => {
  it("may be any address, and nothing but an address", () => {
    expect(isShownAs("see example.com now", `see ${tco} now`, [])).toBe(true);
    expect(isShownAs("see it now", `see ${tco} now`, [])).toBe(false);
    expect(isShownAs("see example.com now", `see ${tco} then`, [])).toBe(false);
    expect(isShownAs("example.com example.org", `${tco} ${photo}`, [link(tco, "http://example.org")])).toBe(
      false,
    );
  });
});
