import { describe, expect, it } from "vitest";
import { readingWords } from "~/trpc/read-error";

const refusal = (code: string) => Object.assign(new Error("Its words."), { data: { app: { code } } });

describe("a read that failed", () => {
  it("leaves nothing in doubt: nothing was to be done, and it is tried again", () => {
    expect(readingWords(new Error("fetch failed"), false)).toBe(
      "Roost's server did not answer. Trying again by itself.",
    );
    expect(readingWords(refusal("UNAVAILABLE"), false)).toBe("Its words. Trying again by itself.");
  });

  it("is said of what is still shown, which may be old", () => {
    expect(readingWords(new Error("fetch failed"), true)).toBe(
      "Roost's server did not answer. What is shown here may be old. Trying again by itself.",
    );
  });

  it("promises no further try where only a sign-in helps", () => {
    expect(readingWords(refusal("UNAUTHENTICATED"), true)).toBe("Its words. What is shown here may be old.");
  });
});
