import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerpt } from "~/domain/text";

describe("an excerpt", () => {
  it("is the whole text when that fits", () => {
    expect(excerpt("a".repeat(60))).toBe("a".repeat(60));
  });

  it("ends in an ellipsis when it does not, and is no longer than asked for", () => {
    expect(excerpt("a".repeat(61))).toBe(`${"a".repeat(59)}…`);
    expect(excerpt("abcdef", 3)).toBe("ab…");
  });

  it("is one line without white space around it", () => {
    expect(excerpt("  one\n\ntwo\t three ")).toBe("one two three");
  });

  it("never cuts a character in two", () => {
    expect(excerpt("🐓".repeat(4), 3)).toBe("🐓🐓…");
  });

  it("is never longer than asked for, and never holds a line break, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 80 }), (text, maxCharacters) => {
        const short = excerpt(text, maxCharacters);
        expect([...short].length).toBeLessThanOrEqual(maxCharacters);
        expect(short).not.toMatch(/[\r\n]/);
      }),
    );
  });
});
