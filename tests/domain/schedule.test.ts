import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { armRetryDelayMs, checkTime, isLate, publishRetryDelayMs, toWholeSecond } from "~/domain/schedule";

const nowMs = Date.UTC(2026, 10, 22, 12);
const { minLeadMs, maxLeadMs } = policy.schedule;
const { firstRetryMs, maxRetryMs, retryJitter } = policy.arm;

describe("a time to schedule for", () => {
  it.each([
    ["one that has passed", -1, "past"],
    ["this very moment", 0, "past"],
    ["the next millisecond", 1, "tooSoon"],
    ["a millisecond short of the lead", minLeadMs - 1, "tooSoon"],
    ["exactly the lead ahead", minLeadMs, "ok"],
    ["tomorrow", 86_400_000, "ok"],
    ["exactly as far as it may be", maxLeadMs, "ok"],
    ["a millisecond farther", maxLeadMs + 1, "tooFar"],
  ])("%s is told apart", (_, aheadMs, kind) => {
    expect(checkTime(nowMs + aheadMs, nowMs, policy)).toEqual({ kind });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%d is no time", (atMs) => {
    expect(checkTime(atMs, nowMs, policy)).toEqual({ kind: "invalid" });
  });
});

describe("tweets are scheduled by whole seconds", () => {
  it("a time is cut, never rounded up", () => {
    expect(toWholeSecond(new Date("2026-11-22T12:00:00.999Z"))).toEqual(new Date("2026-11-22T12:00:00Z"));
    expect(toWholeSecond(new Date("2026-11-22T12:00:01.000Z"))).toEqual(new Date("2026-11-22T12:00:01Z"));
  });

  it("before 1970 too", () => {
    expect(toWholeSecond(new Date(-1))).toEqual(new Date(-1000));
  });

  it("for any time, less than a second is lost, and cutting again changes nothing", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0) }), (at) => {
        const cut = toWholeSecond(at);
        expect(cut.getMilliseconds()).toBe(0);
        expect(at.getTime() - cut.getTime()).toBeLessThan(1000);
        expect(cut.getTime()).toBeLessThanOrEqual(at.getTime());
        expect(toWholeSecond(cut)).toEqual(cut);
      }),
    );
  });
});

describe("a failed arming comes back", () => {
  it("after a wait that doubles up to its limit", () => {
    expect([1, 2, 3, 4].map((failures) => armRetryDelayMs(failures, 0, policy))).toEqual([
      firstRetryMs,
      2 * firstRetryMs,
      4 * firstRetryMs,
      8 * firstRetryMs,
    ]);
    expect(armRetryDelayMs(50, 0, policy)).toBe(maxRetryMs);
    expect(armRetryDelayMs(5000, 0, policy)).toBe(maxRetryMs);
  });

  it("never at once, even when no failure was counted", () => {
    expect(armRetryDelayMs(0, 0, policy)).toBe(firstRetryMs);
  });

  it("spread by up to a quarter, never sooner than its wait", () => {
    const failures = fc.integer({ min: 0, max: 2000 });
    fc.assert(
      fc.property(
        failures,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (count, spread) => {
          const unspread = armRetryDelayMs(count, 0, policy);
          const delayMs = armRetryDelayMs(count, spread, policy);
          expect(delayMs).toBeGreaterThanOrEqual(unspread);
          expect(delayMs).toBeLessThanOrEqual(unspread * (1 + retryJitter));
        },
      ),
    );
    expect(armRetryDelayMs(1, 0.5, policy)).toBe(firstRetryMs * 1.125);
  });
});

describe("a publication that X could not take now comes back", () => {
  const { laterMs, maxLaterMs, maxAttempts } = policy.publish;

  it("after a wait that doubles with each attempt, up to its limit", () => {
    expect([1, 2, 3].map((attempt) => publishRetryDelayMs(attempt, policy))).toEqual([
      laterMs,
      2 * laterMs,
      4 * laterMs,
    ]);
    for (const attempt of [20, 2000]) expect(publishRetryDelayMs(attempt, policy)).toBe(maxLaterMs);
  });

  it("never at once, whatever the attempt is numbered", () => {
    for (const attempt of [0, -1]) expect(publishRetryDelayMs(attempt, policy)).toBe(laterMs);
  });

  it("for longer than the usual lateness limit, so that it ends as missed and not for its attempts", () => {
    const waitsMs = Array.from({ length: maxAttempts - 1 }, (_, at) => publishRetryDelayMs(at + 1, policy));
    const totalMs = waitsMs.reduce((sum, waitMs) => sum + waitMs, 0);
    expect(totalMs).toBeGreaterThan(policy.schedule.defaultLatenessLimitS * 1000);
  });
});

describe("a post is late", () => {
  const { lateAfterMs } = policy.publish;

  it("only past the limit, not at it and never before its time", () => {
    expect(isLate(nowMs, nowMs + lateAfterMs, policy)).toBe(false);
    expect(isLate(nowMs, nowMs + lateAfterMs + 1, policy)).toBe(true);
    expect(isLate(nowMs, nowMs - 1, policy)).toBe(false);
  });
});
