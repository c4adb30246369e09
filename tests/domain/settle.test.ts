import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { decideSettle, type Look, nextUnconfirmedLook, type Settling } from "~/domain/settle";

const { betweenReadsMs, afterDeadlineMs, clockSkewMs, giveUpMs, retryMs, maxRetryMs } = policy.settle;
const minuteMs = 60_000;

const deadlineMs = Date.UTC(2026, 10, 22, 9);
const fresh: Settling = {
  deadlineMs,
  sinceMs: deadlineMs,
  absentSinceMs: null,
  failedLooks: 0,
  mayResend: true,
};
const sureMs = deadlineMs + afterDeadlineMs;
const countsFromMs = sureMs - betweenReadsMs;

const absentAt = (nowMs: number, aheadMs = 0): Look => ({ kind: "absent", xNowMs: nowMs + aheadMs });
const failed: Look = { kind: "failed" };
const decide = (changes: Partial<Settling>, look: Look, nowMs: number) =>
  decideSettle({ ...fresh, ...changes }, look, nowMs, policy);

describe("a part that is found", () => {
  it("is adopted, whatever was seen before and however late", () => {
    const look: Look = { kind: "found", xId: "1" };
    const before: Partial<Settling>[] = [
      {},
      { absentSinceMs: deadlineMs },
      { failedLooks: 9 },
      { mayResend: false },
    ];
    for (const changes of before) {
      expect(decide(changes, look, deadlineMs + 10 * giveUpMs)).toEqual({ kind: "adopt", xId: "1" });
    }
  });
});

describe("a complete read that does not show it", () => {
  it("says nothing while X may still be carrying it out: the next look waits for that", () => {
    for (const nowMs of [deadlineMs - 10_000, countsFromMs - 1]) {
      expect(decide({}, absentAt(nowMs), nowMs)).toEqual({
        kind: "lookAgain",
        atMs: countsFromMs,
        absentSinceMs: null,
        failedLooks: 0,
      });
    }
  });

  it("is noted the first time that it counts, and the second look waits until it can be believed", () => {
    expect(decide({}, absentAt(countsFromMs), countsFromMs)).toEqual({
      kind: "lookAgain",
      atMs: sureMs,
      absentSinceMs: countsFromMs,
      failedLooks: 0,
    });
  });

  it("does not become enough by one that was noted too early", () => {
    expect(decide({ absentSinceMs: countsFromMs - 1 }, absentAt(sureMs), sureMs)).toMatchObject({
      kind: "lookAgain",
      atMs: sureMs + betweenReadsMs,
      absentSinceMs: sureMs,
    });
  });

  it("is never enough alone: however late, the second look comes 30 s after it", () => {
    const nowMs = sureMs + 10 * minuteMs;
    expect(decide({}, absentAt(nowMs), nowMs)).toMatchObject({
      kind: "lookAgain",
      atMs: nowMs + betweenReadsMs,
    });
  });

  it("is enough with another, 30 s before it, once 120 s after the deadline are over", () => {
    const changes = { absentSinceMs: countsFromMs };
    expect(decide(changes, absentAt(sureMs), sureMs)).toEqual({ kind: "resend" });
    expect(decide(changes, absentAt(sureMs - 1), sureMs - 1)).toMatchObject({
      kind: "lookAgain",
      atMs: sureMs,
    });
    const near = { absentSinceMs: countsFromMs + 1 };
    expect(decide(near, absentAt(sureMs), sureMs)).toMatchObject({ kind: "lookAgain", atMs: sureMs + 1 });
  });

  it("is no answer where X's clock is more than 60 s from ours, or unknown", () => {
    const changes = { absentSinceMs: countsFromMs, failedLooks: 3 };
    for (const aheadMs of [clockSkewMs, -clockSkewMs]) {
      expect(decide(changes, absentAt(sureMs, aheadMs), sureMs).kind).toBe("resend");
    }
    for (const xNowMs of [sureMs + clockSkewMs + 1, sureMs - clockSkewMs - 1, null]) {
      const settlement = decide(changes, { kind: "absent", xNowMs }, sureMs);
      expect(settlement).toMatchObject({
        kind: "lookAgain",
        absentSinceMs: countsFromMs,
        failedLooks: 4,
      });
    }
    expect(decide({}, { kind: "absent", xNowMs: null }, sureMs)).toMatchObject({ absentSinceMs: null });
  });

  it("ends the row of failed ones", () => {
    expect(decide({ failedLooks: 3 }, absentAt(sureMs), sureMs)).toMatchObject({ failedLooks: 0 });
  });

  it("after it was sent again once leaves it to its owner: it is never sent a third time", () => {
    const changes = { mayResend: false, absentSinceMs: countsFromMs };
    expect(decide(changes, absentAt(sureMs), sureMs)).toEqual({
      kind: "unconfirmed",
      because: "absentAgain",
    });
  });
});

describe("a post that may be it, and may be another", () => {
  const alike: Look = { kind: "alike" };

  it("is looked at once more when X must be done with the call, and then left to its owner", () => {
    expect(decide({}, alike, countsFromMs - 1)).toEqual({
      kind: "lookAgain",
      atMs: countsFromMs,
      absentSinceMs: null,
      failedLooks: 0,
    });
    const again = decide({}, alike, countsFromMs);
    expect(again).toEqual({ kind: "lookAgain", atMs: sureMs, absentSinceMs: null, failedLooks: 1 });
    expect(decide({ failedLooks: 1 }, alike, sureMs)).toEqual({ kind: "unconfirmed", because: "alike" });
  });

  it("is looked at once more however late the first look comes: it may soon be known to be another's", () => {
    const nowMs = deadlineMs + 2 * giveUpMs;
    expect(decide({}, alike, nowMs)).toMatchObject({ kind: "lookAgain", atMs: nowMs + betweenReadsMs });
  });

  it("is no read without it: when the next does not show it, that is the first of the two", () => {
    const later = decide({ failedLooks: 1 }, absentAt(sureMs), sureMs);
    expect(later).toEqual({
      kind: "lookAgain",
      atMs: sureMs + betweenReadsMs,
      absentSinceMs: sureMs,
      failedLooks: 0,
    });
  });

  it("takes from a read before it that it did not show it", () => {
    const nowMs = countsFromMs + 1;
    expect(decide({ absentSinceMs: countsFromMs }, alike, nowMs)).toMatchObject({ absentSinceMs: null });
    const asked = { kind: "unconfirmed", because: "alike" };
    expect(decide({ absentSinceMs: countsFromMs }, alike, sureMs)).toEqual(asked);
  });

  it("is never sent again by itself, whatever was seen before", () => {
    for (const absentSinceMs of [null, countsFromMs, deadlineMs])
      for (const failedLooks of [0, 1, 9])
        for (const nowMs of [deadlineMs, countsFromMs, sureMs, sureMs + betweenReadsMs, sureMs + giveUpMs])
          expect(decide({ absentSinceMs, failedLooks }, alike, nowMs).kind).not.toBe("resend");
  });
});

describe("a read that failed", () => {
  it("is no answer: what was seen before stays, and the pauses double up to the longest", () => {
    const pauses = [0, 1, 2, 3, 4, 5].map((failedLooks) => {
      const settlement = decide({ failedLooks, absentSinceMs: 5 }, failed, deadlineMs);
      expect(settlement).toMatchObject({ kind: "lookAgain", failedLooks: failedLooks + 1, absentSinceMs: 5 });
      return settlement.kind === "lookAgain" ? settlement.atMs - deadlineMs : 0;
    });
    expect(pauses).toEqual([retryMs, 2 * retryMs, 4 * retryMs, 8 * retryMs, maxRetryMs, maxRetryMs]);
  });

  it("leaves it to its owner after 30 minutes in all, and is tried to the end of them", () => {
    const endMs = deadlineMs + giveUpMs;
    expect(decide({ failedLooks: 9 }, failed, endMs - 1000)).toMatchObject({
      kind: "lookAgain",
      atMs: endMs,
    });
    expect(decide({ failedLooks: 9 }, failed, endMs)).toEqual({ kind: "unconfirmed", because: "unreadable" });
  });

  it("leaves it to its owner too where X's clock was wrong all the time", () => {
    const endMs = deadlineMs + giveUpMs;
    expect(decide({}, absentAt(endMs, clockSkewMs + 1), endMs)).toEqual({
      kind: "unconfirmed",
      because: "clocksApart",
    });
  });
});

describe("a tweet in Check needed", () => {
  const at = (looks: number, nowMs: number) => nextUnconfirmedLook(deadlineMs, looks, nowMs, policy);

  it("is looked for after 5 minutes, an hour and a day, and then no more", () => {
    const [first, second, third] = policy.settle.unconfirmedLooksMs.map((ms) => deadlineMs + ms);
    expect(at(0, deadlineMs)).toEqual({ looks: 0, atMs: first });
    expect(at(1, deadlineMs + 5 * minuteMs)).toEqual({ looks: 1, atMs: second });
    expect(at(2, deadlineMs + 60 * minuteMs)).toEqual({ looks: 2, atMs: third });
    expect(at(3, deadlineMs + 1440 * minuteMs)).toEqual({ looks: 3, atMs: null });
  });

  it("is looked for once for all the times that passed while Roost was down", () => {
    expect(at(1, deadlineMs + 120 * minuteMs)).toEqual({
      looks: 2,
      atMs: deadlineMs + (policy.settle.unconfirmedLooksMs[2] ?? 0),
    });
  });
});
