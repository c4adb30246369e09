import { describe, expect, it } from "vitest";
import { latenessText } from "~/components/composer/lateness-words";
import { retryWords } from "~/components/queue/schedule-all-words";
import { confirmWords } from "~/components/tweet/confirm-words";
import { sentWords } from "~/components/tweet/sent-words";
import { aTweet } from "../support/studio-fixtures";

const refusal = { id: "t1", text: "Words", code: "STALE", message: "It was changed elsewhere." };

const going = (count: number) => Array.from({ length: count }, () => aTweet());
const held = aTweet({ state: "onHold", hold: "You paused this account." });

describe("sending at once what is on hold", () => {
  it("is said to wait before and after", () => {
    expect(confirmWords(aTweet({ state: "draft" }), "postNow", "You paused this account.").question).toBe(
      "Post this tweet now? @mira is on hold, so it waits first. You paused this account.",
    );
    expect(sentWords(held, "It goes out now", ["“Words”"])).toEqual({
      title: "It waits: posting is on hold",
      lines: ["“Words”", "You paused this account."],
    });
    expect(retryWords([...going(2), held], [refusal]).title).toBe(
      "2 tweets go out now, one after another; 1 waits: its account is on hold; 1 does not",
    );
    expect(retryWords([held, held], []).title).toBe("2 wait: posting is on hold");
  });

  it("is said to go out where nothing holds it", () => {
    expect(confirmWords(aTweet(), "postNow").question).toContain("It goes out in a few seconds");
    expect(sentWords(aTweet(), "It goes out now", []).title).toBe("It goes out now");
  });
});

describe("sending missed tweets together", () => {
  it("says how many go out, and of each other one why it does not", () => {
    expect(retryWords(going(4), [])).toEqual({ title: "4 tweets go out now, one after another", lines: [] });
    expect(retryWords(going(1), [refusal])).toEqual({
      title: "1 tweet goes out now; 1 does not",
      lines: ["“Words”: It was changed elsewhere."],
    });
    expect(retryWords([], [refusal]).title).toBe("None of them goes out");
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
