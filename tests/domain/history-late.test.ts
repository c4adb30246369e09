// Whether a tweet was late is told by when X had it, and not by when Roost learned of that.
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { wasLate } from "~/domain/schedule";
import { armed, claimed, dueMs, minuteMs, type story } from "../support/told-story";

type Told = ReturnType<typeof story>;
const up = (first: number, all = first) => ({
  startedAtMs: dueMs + first * minuteMs,
  publishedAtMs: dueMs + all * minuteMs,
  partCount: first === all ? 1 : 2,
  ...{ outCount: 2, canResume: false, hasFiles: false, isMissing: false, nextLookAtMs: null },
});
const why = (told: Told, row: ReturnType<typeof up>) => told.ask(600, null, row);

describe("a post that X had in time", () => {
  const learned = [
    [
      "found on X",
      claimed()
        .flight(0, "sending", { attemptId: "a", part: 1 })
        .move(2, "found on X", "PUBLISHED", "sweep", { part: 1 }),
    ],
    [
      "said to be up",
      claimed()
        .move(1, "unconfirmed", "UNCONFIRMED")
        .move(2, "said to be up", "PUBLISHED", "owner", { part: 1 }),
    ],
    [
      "posted, learned late",
      claimed()
        .move(1, "lease ran out", "SCHEDULED")
        .move(2, "posted, learned late", "PUBLISHED", "qstash", { part: 1 }),
    ],
  ] as const;

  test.each(learned)("is in time, however late Roost learned of it: %s", (kind, told) => {
    const named = kind === "said to be up" ? ", going by the post that you named" : "";
    expect(why(told, up(0))?.question).toBe("Did it go out in time?");
    expect(why(told, up(0))?.answer).toContain(
      `Yes. It was due at 09:42:00 on Friday 15 May 2026 (UTC) and posted at 09:42:00${named}; Roost learned of it at 09:44:00.`,
    );
  });

  test("is told with what kept Roost from learning it", () => {
    const [[, told]] = learned;
    expect(why(told, up(0))?.answer).toMatch(/Roost found it among the account's posts on X: it is up\.$/);
  });

  test("is late by its own time where it was late, and by no more than that", () => {
    const told = claimed(5).move(9, "found on X", "PUBLISHED", "sweep", { part: 1 });
    expect(why(told, up(5))?.question).toBe("Why did it go out late?");
    expect(why(told, up(5))?.answer).toMatch(
      /posted at 09:47:00, 5 minutes late; Roost learned of it at 09:51:00\./,
    );
  });
});

test("a post that X had before the time that its owner gave it since is told as that", () => {
  const told = claimed(-40)
    .move(-30, "unconfirmed", "UNCONFIRMED")
    .move(-20, "said not to be up", "FAILED", "owner", { part: 1 })
    .move(-20, "scheduled", "SCHEDULED", "owner")
    .move(-10, "posted, learned late", "PUBLISHED", "qstash", { part: 1 });
  expect(why(told, up(-40))?.answer).toMatch(
    /^It was up before\. It was due at 09:42:00 on .* and posted at 09:02:00; Roost learned of it at 09:32:00\./,
  );
});

describe("a thread whose first part was in time and whose last was not", () => {
  const resumed = claimed()
    .move(0, "part posted", "PUBLISHING", "qstash", { part: 1 })
    .move(0, "failed", "FAILED", "qstash", { part: 2, failure: "refused", detail: "Too purple." })
    .move(5, "resumed", "SCHEDULED", "owner")
    .move(6, "claimed", "PUBLISHING", "sweep")
    .move(6, "posted", "PUBLISHED", "sweep", { part: 2 });

  test("began in time, and both times are told with what came between", () => {
    expect(why(resumed, up(0, 6))?.question).toBe("Did it go out in time?");
    expect(why(resumed, up(0, 6))?.answer).toMatch(
      /^It began in time\. It was due at 09:42:00 on [^;]*; its first part was up at 09:42:00, its last at 09:48:00\. At 09:42:00: Part 2 was not posted\..*You let it go on/,
    );
  });

  test("is late where it began late", () => {
    expect(why(resumed, up(2, 6))?.question).toBe("Why did it go out late?");
    expect(why(resumed, up(2, 6))?.answer).toMatch(
      /; its first part was up at 09:44:00, 2 minutes late, its last at 09:48:00\./,
    );
  });
});

test("the question and the card go by one rule, whatever time was planned and when it was posted at its owner's word", () => {
  for (const asked of [-30, 0, 0.1, 30]) {
    for (const first of [asked, asked + 0.1, asked + 5, asked + 40]) {
      const plannedFor = new Date(dueMs).toISOString();
      const told = armed()
        .move(asked, "post now asked", "SCHEDULED", "owner", { plannedFor })
        .move(first, "claimed", "PUBLISHING")
        .move(first, "posted", "PUBLISHED");
      const row = up(first);
      const isInTime = why(told, row)?.answer.startsWith("Yes.");
      expect([asked, first, isInTime]).toEqual([asked, first, !wasLate({ planMs: dueMs, ...row }, policy)]);
    }
  }
});

describe("a tweet that QStash woke Roost for too late", () => {
  const delivered = (minutes: number, retried = 0) =>
    armed()
      .flight(minutes, "delivered", { qstashId: "msg_1", retried, answer: "handled", said: "going on" })
      .move(minutes, "claimed", "PUBLISHING");
  const posted = (told: Told, minutes: number) => told.move(minutes, "posted", "PUBLISHED").ask()?.answer;

  test("says so where nothing else explains it, with the try", () => {
    expect(posted(delivered(50), 50)).toMatch(
      /50 minutes late\. QStash's message came only at 10:32:00, and Roost's own check had not taken it before\. X took it/,
    );
    expect(posted(delivered(50, 2), 50)).toContain("QStash's message came only at 10:32:00 (try 3), and");
  });

  test("says so before what befell it after", () => {
    const told = delivered(50)
      .move(50, "put off", "SCHEDULED", "qstash", { detail: "Slow down." })
      .move(55, "claimed", "PUBLISHING", "sweep");
    expect(posted(told, 55)).toMatch(
      /came only at 10:32:00, and Roost's own check had not taken it before\. At 10:32:00: It could not go out now/,
    );
  });

  test("and not of one that was in time, was refused before, or was asked for only later", () => {
    const came = "came only";
    expect(posted(delivered(0.1), 2)).not.toContain(came);
    const trouble = { qstashId: "msg_1", retried: 0, answer: "trouble", said: "x" };
    const refused = armed().flight(0, "delivered", trouble).move(5, "claimed", "PUBLISHING");
    expect(posted(refused, 5)).not.toContain(came);
    const anew = armed().move(4, "armed", "SCHEDULED", "owner", { qstashId: "msg_2" });
    expect(posted(anew.move(5, "claimed", "PUBLISHING"), 5)).not.toContain(came);
    expect(posted(armed().move(5, "claimed", "PUBLISHING", "sweep"), 5)).not.toContain(came);
    const plannedFor = new Date(dueMs).toISOString();
    const wished = armed()
      .move(60, "failed", "FAILED", "sweep", { failureKind: "missed" })
      .move(70, "post now asked", "SCHEDULED", "owner", { plannedFor })
      .move(75, "claimed", "PUBLISHING");
    expect(posted(wished, 75)).not.toContain(came);
  });
});
