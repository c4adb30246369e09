import { describe, expect, it } from "vitest";
import { latenessText } from "~/components/composer/lateness-words";
import { retryWords } from "~/components/queue/schedule-all-words";

const refusal = { id: "t1", text: "Words", code: "STALE", message: "It was changed elsewhere." };

describe("sending missed tweets together", () => {
  it("says how many go out, and of each other one why it does not", () => {
    expect(retryWords(4, [])).toEqual({ title: "4 tweets go out now, one after another", lines: [] });
    expect(retryWords(1, [refusal])).toEqual({
      title: "1 tweet goes out now; 1 does not",
      lines: ["“Words”: It was changed elsewhere."],
    });
    expect(retryWords(0, [refusal]).title).toBe("None of them goes out");
  });
});

describe("how late a tweet may go out", () => {
  it("is said in the largest unit that is whole", () => {
    expect([900, 3600, 21_600, 90, 0, null].map(latenessText)).toEqual([
      "Up to 15 minutes late",
      "Up to 1 hour late",
      "Up to 6 hours late",
      "Up to 90 seconds late",
      "Not late at all",
      "However late",
    ]);
  });
});
