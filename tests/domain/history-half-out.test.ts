// A thread of which part is up is told by what is up, in the words of its card.
import { describe, expect, test } from "vitest";
import type { StoryRow } from "~/domain/history/row";
import { threadFailureWords } from "~/domain/thread-words";
import { claimed, dueMs, type story } from "../support/told-story";

type Told = ReturnType<typeof story>;

const row = (changes: Partial<StoryRow> = {}): StoryRow => ({
  startedAtMs: dueMs,
  publishedAtMs: null,
  outCount: 2,
  partCount: 3,
  canResume: true,
  hasFiles: false,
  isMissing: false,
  nextLookAtMs: null,
  ...changes,
});
const why = (told: Told, changes?: Partial<StoryRow>) => told.ask(6000, null, row(changes));
const answer = (told: Told, changes?: Partial<StoryRow>) => why(told, changes)?.answer ?? "";

const twoUp = () =>
  claimed()
    .move(0, "part posted", "PUBLISHING", "qstash", { part: 1 })
    .move(0, "part posted", "PUBLISHING", "qstash", { part: 2 });
const refused = () =>
  twoUp().move(0, "failed", "FAILED", "qstash", { part: 3, failure: "refused", detail: "Too purple." });
const missed = (cause: object) =>
  twoUp()
    .move(0, "put off", "SCHEDULED", "qstash", { part: 3, detail: "Too Many Requests" })
    .move(1500, "failed", "FAILED", "sweep", { failureKind: "missed", ...cause });

describe("a thread that stopped half way", () => {
  test("past its day says that, how far it came and that it cannot go on, and not that it was not posted", () => {
    const told = answer(missed({ cause: "putOff" }), { canResume: false });
    expect(told).toMatch(
      /: The rest was not posted\. It could not go on within a day of its first part\..* 2 of 3 parts are out\. Leave it as it is, or delete on X what is out\.$/,
    );
    expect(told).not.toMatch(/It was not posted|lateness limit|Let it go on/);
  });

  test("having been tried too often says so of the rest", () => {
    const told = twoUp().move(9, "failed", "FAILED", "sweep", { failureKind: "tooManyAttempts" });
    expect(answer(told)).toMatch(
      /: The rest was not posted\. It could not be sent so many times that Roost stopped trying\. 2 of 3 parts are out\. Resume it, leave it as it is, or/,
    );
  });

  test.each(["refused", "duplicate", "media"])("asks for what its card asks for: %s", (failure) => {
    const told = twoUp().move(0, "failed", "FAILED", "qstash", { part: 3, failure });
    const { next } = threadFailureWords(failure, row());
    expect(answer(told)).toMatch(new RegExp(`: Part 3 was not posted\\..* ${next}$`));
  });

  test("and was left as it is: what is up and stays, what X refused, and that the rest was cancelled", () => {
    const told = refused().move(5, "cancelled", "CANCELLED", "owner");
    expect(why(told)?.question).toBe("Why did it stop half way?");
    expect(answer(told)).toMatch(
      /^It was to go out at [^.]*\. Parts 1 and 2 are up on X and stay there\. At 09:42:00: Part 3 was not posted\. X refused to post it\. \("Too purple\."\) At 09:47:00: You cancelled the rest\.$/,
    );
  });

  test("and was taken down after that: what was up, and nothing of its staying", () => {
    const told = refused()
      .move(5, "cancelled", "CANCELLED", "owner")
      .move(6, "roll-back asked", "CANCELLED", "owner")
      .move(7, "rolled back", "CANCELLED", "owner");
    expect(answer(told)).toMatch(
      /Parts 1 and 2 were up\. .* You cancelled the rest\. At 09:48:00: You asked to take down .* All that was out/,
    );
    expect(answer(told)).not.toContain("stay there");
  });

  test.each([
    ["failed", refused()],
    ["cancelled", refused().move(5, "cancelled", "CANCELLED", "owner")],
    ["put off", twoUp().move(0, "put off", "SCHEDULED")],
  ])("and was deleted: what stays on X, and nothing to be done: %s", (_, told) => {
    const { to = "FAILED" } = told.items.findLast((item) => item.source === "move") ?? {};
    told.move(8, "deleted", to === "SCHEDULED" ? "CANCELLED" : to, "owner");
    expect(why(told)?.question).toBe("Why did it stop half way?");
    expect(answer(told)).toMatch(
      /Parts 1 and 2 are up on X and stay there\..* At 09:50:00: You deleted it\.$/,
    );
    expect(answer(told).match(/You deleted it/g)).toHaveLength(1);
  });
});

describe("a tweet of which nothing is up", () => {
  const never = row({ startedAtMs: null, outCount: 0, partCount: 1, canResume: false });
  const failed = () =>
    claimed().move(0, "failed", "FAILED", "qstash", { failure: "refused", detail: "Too purple." });

  test("failed and cancelled says what it failed of", () => {
    const told = failed().move(5, "cancelled", "CANCELLED", "owner");
    expect(why(told, never)).toEqual({
      question: "Why did it not go out?",
      answer: expect.stringMatching(/X refused to post it\. .* At 09:47:00: You cancelled it\.$/),
    });
  });

  test("failed and deleted says that it was deleted, and asks for nothing", () => {
    const told = failed().move(5, "deleted", "FAILED", "owner");
    expect(answer(told, never)).toMatch(/X refused to post it\. .* At 09:47:00: You deleted it\.$/);
  });

  test("whose file X did not take, and which its owner has taken out, is only to be scheduled again", () => {
    const told = claimed().move(0, "failed", "FAILED", "qstash", { failure: "media" });
    expect(answer(told, never)).toMatch(/That file is no longer in it: schedule it again\.$/);
    expect(answer(told, { ...never, hasFiles: true })).toMatch(/replace the file, then schedule it again\.$/);
  });
});
