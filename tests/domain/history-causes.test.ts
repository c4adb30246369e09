// A story's answer keeps its cause, also once QStash's dead letter has been read, and where an older matter was alike.
import { describe, expect, test } from "vitest";
import { armed, claimed, dueMs, type story } from "../support/told-story";

const answer = (told: ReturnType<typeof story>) => told.ask()?.answer ?? "";
const deadLetter = { qstashId: "msg_1", status: 503, action: "nothing", words: "" };

const waitingRow = {
  ...{ startedAtMs: null, publishedAtMs: null, partCount: 1, outCount: 0, canResume: false, hasFiles: false },
  ...{ isMissing: false, nextLookAtMs: null },
};

const withheld = (verdict = "REMOVED", qstashId = "msg_1") => ({ verdict, action: "withhold", qstashId });

describe("why a tweet was missed whose message had vanished with many", () => {
  const missed = (cause: string) => ["failed", "FAILED", "sweep", { failureKind: "missed", cause }] as const;
  const told = () => armed().flight(-120, "verdict", withheld(), "reconciler");

  test("is told, though that was found long before it was due; and nothing of a check that did not run", () => {
    const why = answer(told().move(60, ...missed("withheld")));
    expect(why).toMatch(/At 07:42:00: Its message was removed from QStash, but so many seemed gone at once/);
    expect(why).toMatch(/At 10:42:00: It was not posted\. .*QStash no longer had its message/);
    expect(why).toMatch(/Post it now, alone or with all that were missed, choose a new time, or drop it\.$/);
    expect(why).not.toMatch(/nothing took it up|did not run|not reached/);
  });

  test("is told while it waits, too", () => {
    expect(told().ask(10)?.answer).toMatch(
      /due at 09:42:00.* At 07:42:00: Its message was removed from QStash/,
    );
    expect(told().ask(10)?.answer).not.toContain("taken it up");
  });

  test("is told of its present message alone, and once", () => {
    const anew = told().move(-100, "armed", "SCHEDULED", "owner", { qstashId: "msg_2" });
    expect(answer(anew.move(60, ...missed("notReached")))).not.toContain("seemed gone");
    const twice = told().flight(1, "verdict", withheld(), "sweep");
    expect(answer(twice.move(60, ...missed("withheld"))).match(/seemed gone/g)).toHaveLength(1);
  });
});

test("a message that merely seemed gone long before is not why its tweet was late", () => {
  const seemed = armed().flight(-120, "verdict", withheld("MISSING"), "reconciler");
  const late = seemed.move(10, "claimed", "PUBLISHING", "sweep").move(10, "posted", "PUBLISHED", "sweep");
  expect(answer(late)).toContain("QStash had not delivered its message");
  expect(answer(late)).not.toContain("gone");
});

describe("a tweet whose message vanished with many, before its time", () => {
  const asked = (told: ReturnType<typeof story>) => told.ask(-30)?.answer ?? "";
  const took = "QStash took the message that is to wake Roost";

  test("is not told that all is well: it does not go out, and its owner will be told", () => {
    const removed = asked(armed().flight(-40, "verdict", withheld(), "reconciler"));
    expect(removed).toMatch(
      /^It is due at [^:]+:42:00 [^:]+\. At 09:02:00: Its message was removed from QStash, but so many seemed gone/,
    );
    expect(removed).toContain("As long as it is gone it does not go out");
    expect(removed).toMatch(
      /at the latest 1 hour after its time it goes off the schedule, and you are told\.$/,
    );
    expect(removed).not.toContain(took);
  });

  test("is told that Roost's own check posts it, where nobody had removed it", () => {
    const missing = asked(armed().flight(-40, "verdict", withheld("MISSING"), "reconciler"));
    expect(missing).toContain("Its message was gone from QStash without a trace");
    expect(missing).toMatch(/Still on the schedule when it is due, it is posted by Roost's own check\.$/);
    expect(missing).not.toContain(took);
  });

  test("is told of its present message, and of it no longer once QStash was seen to have it", () => {
    const told = armed().flight(-40, "verdict", withheld("MISSING"), "reconciler");
    expect(told.ask(-30, null, { ...waitingRow, isMissing: true })?.answer).not.toContain(took);
    expect(told.ask(-30, null, { ...waitingRow, isMissing: false })?.answer).toContain(took);
    expect(asked(told.move(-35, "armed", "SCHEDULED", "owner", { qstashId: "msg_2" }))).toContain(took);
  });
});

describe("why a tweet was missed that nothing took up", () => {
  const missed = (cause?: string) =>
    answer(
      armed().move(120, "failed", "FAILED", "sweep", { failureKind: "missed", ...(cause ? { cause } : {}) }),
    );

  test("says that the check did not run only where that was proven", () => {
    expect(missed("outage")).toMatch(
      /For 2 hours nothing took it up\. In that time Roost took no call of QStash.*did not run/,
    );
    for (const cause of ["notReached", "a cause of tomorrow", undefined]) {
      expect(missed(cause)).toMatch(/For 2 hours nothing took it up\. Neither a call of QStash nor/);
      expect(missed(cause)).not.toContain("did not run");
    }
  });
});

describe("why a tweet was missed while Roost was down", () => {
  const buried = { qstashId: "msg_1", status: 401, action: "swept", words: "" };
  const outage = { failureKind: "missed", cause: "outage" };

  test("is told beside QStash's dead letter, which was found only then", () => {
    const told = armed()
      .flight(119, "dead letter", buried, "sweep")
      .move(119, "disarmed", "SCHEDULED", "page", { because: "DEAD" });
    expect(answer(told.move(120, "failed", "FAILED", "sweep", outage))).toMatch(
      /For 2 hours nothing took it up\. In that time Roost took no call of QStash.* At 11:41:00: QStash gave its message up/,
    );
  });

  test("is told with how late it was allowed to be, where that is kept", () => {
    const limited = (limitS: number) =>
      answer(armed().move(120, "failed", "FAILED", "sweep", { ...outage, limitS }));
    expect(limited(3600)).toContain("by more than its lateness limit of 1 hour before");
    expect(limited(5400)).toContain("by more than its lateness limit of 90 minutes before");
    expect(limited(0)).toContain("it was not to go out late at all.");
  });

  test("is told beside it also once its owner has posted it", () => {
    const told = armed()
      .flight(119, "dead letter", buried, "sweep")
      .move(120, "failed", "FAILED", "sweep", outage)
      .move(130, "post now asked", "SCHEDULED", "owner", { plannedFor: new Date(dueMs).toISOString() })
      .move(130, "claimed", "PUBLISHING")
      .move(130, "posted", "PUBLISHED");
    expect(answer(told)).toMatch(
      /^No\. .* For 2 hours nothing took it up\. In that time Roost took no call of QStash/,
    );
  });

  test("is told of the rest of a thread, and of the time since it had last moved", () => {
    const told = claimed()
      .move(0, "part posted", "PUBLISHING", "qstash", { part: 1 })
      .move(60, "lease ran out", "SCHEDULED", "sweep", { part: 2 })
      .move(1500, "failed", "FAILED", "sweep", outage);
    expect(answer(told)).toMatch(
      /For 1 day nothing took the rest up\. In that time Roost took no call of QStash/,
    );
  });
});

describe("why it went out late", () => {
  test("is still told once QStash's dead letter has been found, which is after the sweep has posted it", () => {
    const posted = () =>
      armed().move(2, "claimed", "PUBLISHING", "sweep").move(2, "posted", "PUBLISHED", "sweep");
    expect(answer(posted())).toMatch(/QStash had not delivered its message, so Roost's own check took it/);
    const found = posted().flight(5, "dead letter", deadLetter, "sweep");
    expect(answer(found)).toContain(
      "QStash had called for it and Roost had answered 503, so Roost's own check took it.",
    );
  });

  test("is told where the message was let go of because it was dead, and the letter found later", () => {
    const told = armed()
      .move(1, "disarmed", "SCHEDULED", "page", { because: "DEAD" })
      .move(2, "claimed", "PUBLISHING", "sweep")
      .move(2, "posted", "PUBLISHED", "sweep");
    expect(answer(told)).toMatch(/QStash had given its message up/);
    expect(answer(told.flight(5, "dead letter", deadLetter, "sweep"))).toMatch(
      /QStash (had given|gave) its message up/,
    );
  });

  test("is told where another plan of it had met the same hold before", () => {
    const hold = { scope: "app", reason: "noCredits", until: null, words: "No credits." };
    const delivered = { qstashId: "msg_2", retried: 0, answer: "handled", said: "on hold: noCredits" };
    const told = armed()
      .flight(-600, "held", hold)
      .flight(0, "delivered", delivered)
      .move(20, "claimed", "PUBLISHING", "sweep")
      .move(20, "posted", "PUBLISHED", "sweep");
    expect(answer(told)).toMatch(/hold|credits/i);
  });

  test("is told where a sign-in had failed in the same words before", () => {
    const words = "Value passed for the token was invalid.";
    const told = claimed()
      .flight(-600, "held", { scope: "account", reason: "reconnect", until: null, words })
      .flight(0, "sign-in", { result: "later", words })
      .move(20, "posted", "PUBLISHED", "sweep");
    expect(answer(told)).toContain(words);
  });
});
