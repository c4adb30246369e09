import { describe, expect, it } from "vitest";
import { confirmWords } from "~/components/tweet/confirm-words";
import { listWords, outWords, startedNotes } from "~/components/tweet/started-words";
import { tweetNotes } from "~/components/tweet/tweet-notes";
import type { TweetView } from "~/server/tweets/view";
import { aThread } from "../support/studio-fixtures";

const moment = { now: new Date("2026-11-22T13:00:00Z"), zone: "Europe/Berlin" };

const rolledBack = (state: "removing" | "removed" | "stuck", error: string | null = null) => ({
  started: { outCount: 0, canResume: false, resumeUntil: moment.now, rollback: { state, error } },
  state: "cancelled" as const,
});

describe("a thread of which part is out", () => {
  it("names the parts that are on X", () => {
    expect(outWords(aThread(["waiting", "waiting"]))).toBeNull();
    expect(outWords(aThread(["out", "waiting", "waiting"]))).toBe("Part 1 of 3 is on X");
    expect(outWords(aThread(["out", "out", "sending", "waiting", "waiting"]))).toBe(
      "Parts 1 and 2 of 5 are on X",
    );
    expect(outWords(aThread(["out", "out", "out", "waiting"]))).toBe("Parts 1 to 3 of 4 are on X");
  });

  it("lists numbers as people do", () => {
    expect([[], [2], [1, 2], [1, 2, 3, 4], [1, 3, 4]].map(listWords)).toEqual([
      "",
      "2",
      "1 and 2",
      "1 to 4",
      "1, 3 and 4",
    ]);
  });

  it("says whether the rest goes out by itself", () => {
    expect(startedNotes(aThread(["out", "waiting"], { state: "queued" }))).toEqual([
      "Part 1 of 2 is on X. The rest goes out by itself.",
    ]);
    expect(startedNotes(aThread(["out", "waiting"], { state: "cancelled" }))).toEqual([
      "Part 1 of 2 is on X. The rest does not go out.",
    ]);
  });

  it("says when it stops as asked", () => {
    const tweet = aThread(["out", "sending"], { state: "posting", stopRequested: true });
    expect(tweetNotes(tweet, moment)).toEqual(["It stops before the next part, as you asked."]);
  });
});

describe("a tweet that is being posted", () => {
  it("says what it waits for at X", () => {
    const notes = (atX: TweetView["atX"], states: Parameters<typeof aThread>[0] = ["sending"]) =>
      tweetNotes(aThread(states, { state: "posting", sendingPart: states.length, atX }), moment);
    expect(notes(null)).toEqual([]);
    expect(notes({ kind: "processing", file: "VIDEO" })).toEqual(["X is still making the video ready."]);
    expect(notes({ kind: "processing", file: "IMAGE" }, ["out", "waiting"]).at(-1)).toBe(
      "X is still making the picture of part 2 ready.",
    );
    expect(notes({ kind: "looking" })).toEqual([
      "Roost has no clear answer from X. It is looking there whether it is up.",
    ]);
  });

  it("by its owner's hand after it was missed names the time that it was planned for", () => {
    const late = { state: "posted", isLate: true, publishedAt: new Date("2026-11-22T12:50:00Z") } as const;
    const notes = (plannedFor: Date | null) => tweetNotes(aThread(["out"], { ...late, plannedFor }), moment);
    expect(notes(null)).toEqual(["Posted late, today at 13:50."]);
    expect(notes(new Date("2026-11-22T06:27:00Z"))).toEqual([
      "Posted late: it was planned for today at 07:27.",
    ]);
  });
});

describe("a roll-back", () => {
  it("says how much is left, what X said, and when it is done", () => {
    const removing = aThread(["out", "removed", "waiting"], rolledBack("removing", "No answer"));
    expect(tweetNotes(removing, moment)).toEqual(["Being deleted on X: 1 post left.", "Not yet: No answer"]);
    const stuck = aThread(["out", "out", "waiting"], rolledBack("stuck", "Forbidden"));
    expect(tweetNotes(stuck, moment)).toEqual([
      "X did not delete all of it. Parts 1 and 2 of 3 are on X. Roll it back again, or delete them on X by hand.",
      "X said: Forbidden",
    ]);
    expect(tweetNotes(aThread(["removed", "waiting"], rolledBack("removed")), moment)[0]).toContain(
      "has been deleted on X",
    );
  });

  it("names what will go before it is asked for", () => {
    const words = confirmWords(aThread(["out", "out", "waiting"], { state: "failed" }), "rollBack");
    expect(words.yes).toBe("Delete 2 posts from X");
    expect(words.question).toContain("Parts 1 and 2 of 3 are on X.");
  });

  it("speaks of one post as of one, and deletes a thread by its name", () => {
    const { question, no } = confirmWords(aThread(["out", "waiting"], { state: "failed" }), "rollBack");
    expect(question).toContain("it is gone with its likes and replies");
    expect(no).toBe("Leave it on X");
    expect(confirmWords(aThread(["waiting", "waiting"]), "delete").yes).toBe("Delete this thread");
  });

  it("is not promised by deleting the thread from Roost", () => {
    const words = confirmWords(aThread(["out", "waiting"], { state: "failed" }), "delete");
    expect(words.question).toContain("Part 1 of 2 is on X and stays there");
  });
});

describe("a thread of which a part may be up or not", () => {
  const doubted = (doubt: TweetView["doubt"]) =>
    tweetNotes(aThread(["out", "sending", "waiting"], { state: "checkNeeded", doubt }), moment);

  it("names the part, and says when Roost looks for it again", () => {
    const nextLookAt = new Date("2026-11-22T13:05:00Z");
    expect(doubted({ part: 2, looks: 0, nextLookAt })).toEqual([
      "In doubt is part 2 of 3: “Part 2”.",
      "Roost looked for it among the posts of @mira, and could not tell. It looks again by itself today at 14:05.",
    ]);
  });

  it("says when Roost has looked for the last time", () => {
    expect(doubted({ part: 2, looks: 3, nextLookAt: null })[1]).toBe(
      "Roost looked for it among the posts of @mira, and 3 times since, and could not tell. It no longer looks by itself.",
    );
  });
});
