// An answer is read aloud: what two entries say is said once, by the one that says more.
import { describe, expect, test } from "vitest";
import { armed, claimed, dueMs, type story } from "../support/told-story";

const answer = (told: ReturnType<typeof story>) => told.ask()?.answer ?? "";
const times = (told: ReturnType<typeof story>, words: RegExp) => answer(told).match(words)?.length ?? 0;

describe("an answer says once", () => {
  test("that nobody can tell whether it is up, and whom it asks", () => {
    const read = { part: 1, result: "failed", decision: "unconfirmed", words: "Busy" };
    const told = claimed()
      .move(0, "outcome unknown", "PUBLISHING", "qstash", { attemptId: "a", part: 1 })
      .flight(30, "timeline read", read, "sweep")
      .move(30, "unconfirmed", "UNCONFIRMED", "sweep", { attemptId: "a", detail: "X did not answer." });
    expect(answer(told)).not.toContain("nobody can tell");
    expect(times(told, /may be up on X or not/g)).toBe(1);
  });

  test("that X no longer takes the sign-in, in the hold's words", () => {
    const words = "Value passed for the token was invalid.";
    const told = claimed()
      .flight(0, "sign-in", { result: "reconnect", words })
      .flight(0, "held", { scope: "account", reason: "reconnect", until: null, words })
      .move(0, "put off", "SCHEDULED", "qstash", { detail: words, hold: "reconnect" })
      .move(61, "failed", "FAILED", "sweep", { failureKind: "missed", hold: "reconnect", cause: "hold" });
    expect(times(told, /Value passed/g)).toBe(1);
  });

  test("what X said of a file that it did not take", () => {
    const words = "Your file is not to our liking.";
    const told = claimed()
      .flight(0, "media", { part: 1, file: 1, step: "failed", words })
      .move(0, "failed", "FAILED", "qstash", { failure: "media", detail: words });
    expect(times(told, /not to our liking/g)).toBe(1);
  });

  test("that QStash gave its message up, with Roost's answer as words and not as JSON", () => {
    const words = '{"message":"The signature is not QStash\'s."}';
    const buried = { qstashId: "msg_1", status: 401, action: "swept", words };
    const told = armed()
      .move(1, "disarmed", "SCHEDULED", "reconciler", { because: "DEAD" })
      .flight(1, "dead letter", buried, "reconciler")
      .move(2, "claimed", "PUBLISHING", "sweep")
      .move(2, "posted", "PUBLISHED", "sweep");
    expect(times(told, /gave its message up|given its message up/g)).toBe(1);
    expect(answer(told)).toContain('having answered 401 ("The signature is not QStash\'s.")');
  });
});

describe("an answer leaves nothing out", () => {
  test("of a file that X took its time with: when it was ready", () => {
    const media = (step: string) => ({ part: 1, file: 1, step });
    const slow = claimed()
      .flight(0, "media", media("uploaded"))
      .flight(1, "media", media("processing"))
      .flight(2, "media", media("ready"));
    expect(answer(slow.move(2, "posted", "PUBLISHED"))).toMatch(/At 09:44:00: X has file 1 ready\./);
    const quick = claimed().flight(0, "media", media("ready")).move(2, "posted", "PUBLISHED");
    expect(answer(quick)).not.toContain("ready");
  });

  test("of one that was missed and posted by hand: that nobody had come for it", () => {
    const told = armed()
      .move(90, "failed", "FAILED", "sweep", { failureKind: "missed", cause: "outage" })
      .move(100, "post now asked", "SCHEDULED", "owner", { plannedFor: new Date(dueMs).toISOString() })
      .move(100, "claimed", "PUBLISHING")
      .move(100, "posted", "PUBLISHED");
    expect(answer(told)).toMatch(/For 1 hour nothing took it up\. In that time Roost took no call of QStash/);
  });

  test("of one that was missed on a hold: nothing is said of an outage that there was not", () => {
    const told = armed().move(90, "failed", "FAILED", "sweep", { failureKind: "missed", hold: "paused" });
    expect(answer(told)).toContain("Posting was paused.");
    expect(answer(told)).not.toContain("nothing took it up");
  });
});
