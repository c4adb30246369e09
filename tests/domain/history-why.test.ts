import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moveKinds } from "~/domain/move-kinds";
import { tweetStatuses } from "~/domain/tweet";
import { armed, claimed, dueMs, minuteMs, scheduled, story } from "../support/told-story";

describe("the question fits what became of the tweet", () => {
  test.each<[string, ReturnType<typeof story>, string]>([
    ["posted in time", claimed().move(0, "posted", "PUBLISHED"), "Did it go out in time?"],
    ["posted late", claimed(5).move(5, "posted", "PUBLISHED"), "Why did it go out late?"],
    ["failed", claimed().move(0, "failed", "FAILED"), "Why did it not go out?"],
    [
      "stopped half way",
      claimed()
        .move(0, "part posted", "PUBLISHING", "qstash", { part: 1 })
        .move(0, "failed", "FAILED", "qstash", { part: 2 }),
      "Why did it stop half way?",
    ],
    ["in doubt", claimed().move(0, "unconfirmed", "UNCONFIRMED"), "Is it up?"],
    ["going out", claimed(), "Is it going out?"],
    ["waiting", armed(), "Why has it not gone out yet?"],
    ["off the schedule", armed().move(-5, "unscheduled", "DRAFT", "owner"), "Why did it not go out?"],
    ["cancelled", armed().move(-5, "cancelled", "CANCELLED", "owner"), "Why did it not go out?"],
  ])("%s", (_, told, question) => {
    expect(told.ask()?.question).toBe(question);
  });

  test("and of what nothing is known there is none", () => {
    expect(story().ask()).toBeNull();
    expect(story().flight(0, "delivered", {}).ask()).toBeNull();
  });
});

describe("of a tweet that has been at rest for long", () => {
  const aged = (minutes: number) =>
    [1, { entries: 9, until: new Date(dueMs + minutes * minuteMs).toISOString() }] as const;
  const forgotten = "What else befell it then is no longer kept.";
  const missed = (told: ReturnType<typeof story>) =>
    told.move(90, "failed", "FAILED", "sweep", { failure: "missed" }).ask()?.answer;

  test("nothing is concluded from entries that are no longer there", () => {
    expect(missed(armed())).toContain("nothing took it up");
    const [at, detail] = aged(60);
    expect(missed(armed().flight(at, "cut", detail))).not.toContain("nothing took it up");
    expect(missed(armed().flight(at, "cut", detail))).toContain(forgotten);
    const late = armed().flight(at, "cut", detail).move(5, "claimed", "PUBLISHING", "sweep");
    const answer = late.move(5, "posted", "PUBLISHED", "sweep").ask()?.answer;
    expect(answer).not.toContain("had not delivered");
    expect(answer).toContain(forgotten);
  });

  test("what befell it before it was due is no cause, so nothing is missing", () => {
    const [, detail] = aged(-30);
    const answer = missed(armed().flight(-40, "cut", detail));
    expect(answer).toContain("nothing took it up");
    expect(answer).not.toContain(forgotten);
  });
});

describe("the answer names cause and time", () => {
  const answer = (told: ReturnType<typeof story>, minutes?: number) => told.ask(minutes)?.answer ?? "";

  test("of a tweet that waits for its time", () => {
    expect(answer(armed(), -10)).toMatch(
      /^It is due at 09:42:00 on Friday 15 May 2026 \(UTC\)\. At 08:42:00: QStash took the message/,
    );
  });

  test("of one that waits on a hold, due or not: the hold, once", () => {
    const paused = [{ reason: "paused", scope: "account", until: null, said: null } as const];
    expect(armed().ask(-10, paused)?.answer).toMatch(/\(UTC\)\. It is on hold\. You paused this account\./);
    expect(armed().ask(10, paused)?.answer).toMatch(
      /\(UTC\)\. It is on hold\. You paused this account\. [^.]+\.$/,
    );
    const refused = { command: "edit", code: "NOT_ALLOWED", why: "No." };
    expect(claimed().flight(0, "refused", refused).ask(10, paused)?.answer).not.toContain("on hold");
  });

  test("of one that waits until another day: that day and zone, and the day of what befell it before", () => {
    const told = story().move(-1440, "armed", "SCHEDULED", "owner");
    expect(answer(told, -10)).toMatch(
      /^It is due at 09:42:00 on Friday 15 May 2026 \(UTC\)\. At 09:42:00 on Thursday 14 May 2026: QStash/,
    );
  });

  test("of one that is overdue, and nobody came", () => {
    expect(answer(armed(), 10)).toMatch(
      /^It was due at 09:42:00 on Friday 15 May 2026 \(UTC\)\. Neither a call of QStash nor Roost's own check/,
    );
  });

  test("of one that Roost posted by its own check, with and without a message", () => {
    const late = (told: ReturnType<typeof story>) =>
      answer(told.move(2, "claimed", "PUBLISHING", "sweep").move(2, "posted", "PUBLISHED", "sweep"));
    expect(late(armed())).toMatch(/2 minutes late\. At 09:44:00: QStash had not delivered its message/);
    expect(late(scheduled())).toMatch(/At 09:44:00: QStash had no message of it/);
    const silent = { why: "timeout", failures: 1, againAt: new Date(dueMs).toISOString() };
    const unsure = late(scheduled().flight(-50, "arm failed", silent));
    expect(unsure).toMatch(/did not answer in time, so Roost does not know whether it has the message/);
    expect(unsure).toMatch(/At 09:44:00: QStash had delivered no message of it, so Roost's own check/);
    const buried = { qstashId: "msg_1", status: 401, action: "swept", words: "" };
    const refusing = late(armed().flight(1, "dead letter", buried));
    expect(refusing).toMatch(/At 09:43:00: QStash gave its message up, Roost having answered 401/);
    expect(refusing).not.toContain("so Roost's own check took it");
    expect(refusing).not.toContain("had not delivered");
    const refused = armed().flight(0, "delivery refused", { qstashId: "msg_1" });
    expect(late(refused)).toMatch(/At 09:42:00: A delivery of its message came without QStash's signature/);
  });

  test("of one that QStash did deliver, though Roost's own check posted it in the end", () => {
    const told = armed()
      .flight(0, "delivered", { qstashId: "msg_1", retried: 0, answer: "trouble", said: "x" })
      .move(2, "claimed", "PUBLISHING", "sweep")
      .move(2, "posted", "PUBLISHED", "sweep");
    expect(answer(told)).toMatch(/At 09:42:00: QStash delivered the message; Roost could not handle it/);
    expect(answer(told)).not.toMatch(/had not delivered/);
  });

  test("of one whose arming had failed before its time, and not where it succeeded in the end", () => {
    const failed = { why: "timeout", failures: 1, againAt: new Date(dueMs).toISOString() };
    const posted = (told: ReturnType<typeof story>) =>
      answer(told.move(2, "claimed", "PUBLISHING", "sweep").move(2, "posted", "PUBLISHED", "sweep"));
    expect(posted(scheduled().flight(-50, "arm failed", failed))).toMatch(/QStash did not answer in time/);
    const mended = scheduled().flight(-50, "arm failed", failed).move(-40, "armed", "SCHEDULED", "sweep");
    expect(posted(mended)).not.toMatch(/did not answer in time/);
  });

  test("of one that X put off, in X's words, once", () => {
    const words = "Slow down.";
    const told = claimed()
      .flight(0, "answered", { attemptId: "a", part: 1, answer: "response", status: 429, words })
      .move(0, "put off", "SCHEDULED", "qstash", { attemptId: "a", detail: words, hold: "rateLimit" })
      .move(15, "claimed", "PUBLISHING", "sweep")
      .move(15, "posted", "PUBLISHED", "sweep");
    expect(answer(told)).toMatch(/15 minutes late\. At 09:42:00: It could not go out now \("Slow down\."\)/);
    expect(answer(told).match(/Slow down/g)).toHaveLength(1);
  });

  test("of one whose sender was gone before X had answered: each kind of look once", () => {
    const read = { part: 1, result: "failed", decision: "look again", words: "Busy" };
    const again = (minutes: number) => ({
      ...read,
      againAt: new Date(dueMs + minutes * minuteMs).toISOString(),
    });
    const told = claimed()
      .flight(0, "sending", { attemptId: "a", part: 1 })
      .flight(2, "timeline read", again(3), "sweep")
      .flight(3, "timeline read", again(5), "sweep")
      .flight(5, "timeline read", { part: 1, result: "found", decision: "adopt" }, "sweep")
      .move(5, "found on X", "PUBLISHED", "sweep", { attemptId: "a", xId: "1" });
    expect(answer(told)).toMatch(
      /At 09:42:00: Roost sent it to X, and stopped before it heard X's answer\. At 09:44:00: .* Roost found it among/,
    );
    expect(answer(told).match(/found it/g)).toHaveLength(1);
    expect(answer(told).match(/could not read/g)).toHaveLength(1);
    const paused = claimed()
      .flight(0, "sending", { attemptId: "a", part: 1 })
      .move(0, "put off", "SCHEDULED", "qstash", { attemptId: "a", detail: "The machine paused." })
      .move(1, "claimed", "PUBLISHING", "sweep")
      .flight(1, "sending", { attemptId: "b", part: 1 })
      .flight(2, "timeline read", { part: 1, result: "found", decision: "adopt" }, "sweep")
      .move(2, "found on X", "PUBLISHED", "sweep", { attemptId: "b", xId: "1" });
    expect(answer(paused).match(/stopped before it heard/g)).toHaveLength(1);
    expect(answer(paused)).toMatch(/At 09:43:00: Roost sent it to X, and stopped/);
  });

  test("of one that was missed under a hold, and of one that nobody came for", () => {
    const held = armed()
      .flight(0, "delivered", { qstashId: null, retried: 0, answer: "handled", said: "on hold: noCredits" })
      .move(61, "failed", "FAILED", "sweep", { failureKind: "missed", hold: "noCredits" });
    expect(answer(held)).toMatch(
      /At 09:42:00: QStash delivered the message; nothing was done: the app had no credits at X\./,
    );
    expect(answer(held)).toMatch(/At 10:43:00: It was not posted\. .* no credits/);
    const nobody = armed().move(181, "failed", "FAILED", "sweep", { failureKind: "missed" });
    expect(answer(nobody)).toMatch(/For 3 hours nothing took it up\..* At 12:43:00: It was not posted/);
  });

  test("of an orphan: the suspicion and the end of it", () => {
    const verdict = { verdict: "MISSING", action: "strike", qstashId: "msg_1" };
    const told = armed()
      .flight(-40, "verdict", verdict, "reconciler")
      .move(-39, "orphaned", "DRAFT", "sweep", { reason: "MISSING" });
    expect(answer(told)).toMatch(
      /to go out at 09:42:00 on [^.]*\. At 09:02:00: QStash did not know its message.* At 09:03:00: Its message was gone.* Schedule it again, or delete it\.$/,
    );
    expect(answer(told.move(-20, "deleted", "DRAFT", "owner"))).toMatch(/At 09:22:00: You deleted it\.$/);
  });

  test("of one that X refused the sign-in for, and that was renewed: both, where it was late", () => {
    const renewed = { result: "renewed", words: "" };
    const told = claimed(5)
      .flight(5, "answered", {
        attemptId: "a",
        part: 1,
        answer: "response",
        status: 401,
        words: "Unauthorized",
      })
      .flight(5, "sign-in", renewed)
      .move(5, "posted", "PUBLISHED");
    expect(answer(told)).toMatch(
      /X answered 401 \("Unauthorized"\)\. At 09:47:00: X called the account's sign-in expired, and Roost renewed it\. X took/,
    );
    const beforehand = claimed(5).flight(5, "sign-in", renewed).move(5, "posted", "PUBLISHED");
    expect(answer(beforehand)).not.toContain("renewed");
  });

  test("of one that an edit came too late for", () => {
    const refused = { command: "edit", code: "NOT_ALLOWED", why: "It is going out right now." };
    const told = claimed().flight(0, "refused", refused, "owner").move(0, "posted", "PUBLISHED");
    expect(answer(told)).toMatch(
      /^Yes\. .* At 09:42:00: Your edit was refused: It is going out right now\.$/,
    );
  });

  test("of one that failed again: the last time, and not the first", () => {
    const told = claimed()
      .move(0, "failed", "FAILED", "qstash", { failure: "refused", detail: "Too purple." })
      .move(1, "scheduled", "SCHEDULED", "owner")
      .move(2, "claimed", "PUBLISHING")
      .move(2, "failed", "FAILED", "qstash", { failure: "duplicate", detail: "Same again." })
      .move(3, "edited", "FAILED", "owner");
    expect(answer(told)).toMatch(/At 09:44:00: It was not posted\. X refused it as a duplicate/);
  });

  test("in few sentences, however long the story: the first ones and the last", () => {
    const told = claimed();
    for (let n = 0; n < 50; n += 1) {
      told.move(n, "put off", "SCHEDULED", "qstash", { attemptId: `a${n}`, detail: `Later ${n}.` });
      told.move(n, "claimed", "PUBLISHING");
    }
    told.move(59, "failed", "FAILED", "qstash", { failure: "tooManyAttempts" });
    const said = answer(told);
    expect(said).toContain("Later 0.");
    expect(said).toContain("Later 49.");
    expect(said).toMatch(/Later 4\..* More befell it after that: the list below has the rest\. .*Later 49\./);
    expect(said.match(/Later/g)?.length).toBeLessThan(8);
  });
});

test("whatever befell a tweet, there is an answer in sentences, and a line for each thing", () => {
  const moveOf = fc.record({
    kind: fc.constantFrom(...moveKinds),
    to: fc.constantFrom(...tweetStatuses),
    minutes: fc.integer({ min: -60, max: 600 }),
    actor: fc.constantFrom("owner", "qstash", "sweep", "reconciler", "page", "sync"),
    detail: fc.constantFrom(
      {},
      { detail: "Words.", attemptId: "a" },
      { failure: "missed" },
      { hold: "paused" },
    ),
  });
  fc.assert(
    fc.property(fc.array(moveOf, { minLength: 1, maxLength: 20 }), (moves) => {
      const told = story();
      for (const { kind, to, minutes, actor, detail } of moves) told.move(minutes, kind, to, actor, detail);
      const why = told.ask();
      expect(why?.question).toMatch(/\?$/);
      expect(why?.answer).toMatch(/^[A-Z].*[.)]$/);
      expect(why?.answer).not.toMatch(/undefined|NaN|\[object/);
    }),
    { numRuns: 300 },
  );
});
