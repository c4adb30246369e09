import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { type Action, underBreaker } from "~/domain/reconcile";
import {
  arm,
  miss,
  none,
  nowMs,
  publish,
  settle,
  tweetWith,
  unscheduleMissing,
  unscheduleRemoved,
} from "./reconcile-cases";

const limitS = 3600;
const dueAgo = (agoMs: number) => tweetWith({ scheduledForMs: nowMs - agoMs, latenessLimitS: limitS });

describe("while the breaker is open", () => {
  it.each([unscheduleRemoved, unscheduleMissing])("nothing is unscheduled as $reason", (action) => {
    for (const tweet of [tweetWith({}), dueAgo(60_000), dueAgo(limitS * 1000)]) {
      expect(underBreaker(action, tweet, nowMs, policy)).toEqual({ kind: "withhold" });
    }
  });

  it("a tweet whose unscheduling is withheld does not wait past its lateness limit", () => {
    expect(underBreaker(unscheduleRemoved, dueAgo(limitS * 1000 + 1), nowMs, policy)).toEqual(miss);
  });

  describe("a tweet that may go out later than most", () => {
    const usualMs = policy.schedule.defaultLatenessLimitS * 1000;
    const limits = [null, policy.schedule.maxLatenessLimitS];

    it.each(limits)(
      "with a limit of %s is withheld for as long as most, and then goes off the schedule",
      (latest) => {
        const dueSince = (agoMs: number) =>
          tweetWith({ scheduledForMs: nowMs - agoMs, latenessLimitS: latest });
        for (const action of [unscheduleRemoved, unscheduleMissing]) {
          for (const agoMs of [-1, 0, usualMs]) {
            expect(underBreaker(action, dueSince(agoMs), nowMs, policy)).toEqual({ kind: "withhold" });
          }
          expect(underBreaker(action, dueSince(usualMs + 1), nowMs, policy)).toBe(action);
        }
      },
    );

    it.each(limits)(
      "with a limit of %s, put off by X, is withheld from the time that it is put off to",
      (latest) => {
        const putOff = (agoMs: number) =>
          tweetWith({
            scheduledForMs: nowMs - 3 * usualMs,
            nextAttemptAtMs: nowMs - agoMs,
            latenessLimitS: latest,
          });
        expect(underBreaker(unscheduleRemoved, putOff(usualMs), nowMs, policy)).toEqual({ kind: "withhold" });
        expect(underBreaker(unscheduleRemoved, putOff(usualMs + 1), nowMs, policy)).toBe(unscheduleRemoved);
      },
    );
  });

  const others: Action[] = [
    none,
    arm,
    publish,
    miss,
    settle,
    { kind: "noteChecked" },
    { kind: "strike" },
    { kind: "rearm", because: "DEAD", cancelsOld: false },
  ];
  it.each(others)("$kind goes on, also past the lateness limit", (action) => {
    for (const tweet of [tweetWith({}), dueAgo(limitS * 1000 + 1)]) {
      expect(underBreaker(action, tweet, nowMs, policy)).toBe(action);
    }
  });
});
