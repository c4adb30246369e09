import { describe, expect, it } from "vitest";
import type { MediaProblem } from "~/domain/media";
import { mediaProblemWords } from "~/domain/media-words";

const problems: MediaProblem[] = [
  { kind: "empty" },
  { kind: "notTaken", found: null },
  { kind: "notTaken", found: "application/pdf" },
  { kind: "tooBig", of: "IMAGE", maxBytes: 5_242_880 },
  { kind: "damaged", of: "GIF" },
  { kind: "noLength" },
  { kind: "noPicture" },
  { kind: "tooShort", durationMs: 200, limitMs: 500 },
  { kind: "tooLong", durationMs: 140_040, limitMs: 140_000 },
  { kind: "tooMany", maxImages: 4 },
  { kind: "altTextTooLong", maxCharacters: 1000, overBy: 7 },
];

describe("what people are told of a file that X would not take", () => {
  it.each(problems)("$kind says what is wrong and what to do, calmly", (problem) => {
    const words = mediaProblemWords(problem);
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(words).not.toMatch(/!|undefined|NaN|sorry|please/i);
    expect(words).toMatch(/\b(Choose|Convert|Make|Save|Shorten|Take)\b/);
  });

  it("names the limit, and what was found", () => {
    const told = problems.map(mediaProblemWords).join("\n");
    for (const fact of [
      "5 MB",
      "application/pdf",
      "0.2",
      "0.5",
      "140.04",
      "140 seconds",
      "1000",
      " 7 more",
    ]) {
      expect(told).toContain(fact);
    }
  });
});
