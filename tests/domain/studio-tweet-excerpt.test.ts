import { describe, expect, it } from "vitest";
import { rowText, tweetExcerpt } from "~/components/tweet/excerpt";
import { aThread, aTweet } from "../support/studio-fixtures";

describe("the name of a tweet", () => {
  it("is the beginning of its words", () => {
    expect(tweetExcerpt(aTweet())).toBe("Shipping notes for v2");
    expect(tweetExcerpt(aTweet(), 9)).toBe("Shipping…");
  });

  it("never runs a thread's parts together as one sentence", () => {
    const thread = aThread(["waiting", "waiting", "waiting"]);
    expect(tweetExcerpt(thread)).toBe("Part 1 …");
    expect(rowText(thread)).toBe("Part 1 …");
    expect(rowText(aTweet())).toBe("Shipping notes for v2");
  });

  it("is that of the later parts where the first has no words", () => {
    const [first, second] = aThread(["waiting", "waiting"]).parts;
    if (!first || !second) throw new Error("no parts");
    expect(tweetExcerpt({ text: "Part 2", parts: [{ ...first, text: "" }, second] })).toBe("Part 2");
  });
});
