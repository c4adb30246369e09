import { describe } from "vitest";
import type { Action } from "~/domain/reconcile";
import {
  graceMs,
  horizonMs,
  marginMs,
  none,
  nowMs,
  overdueBatchMs,
  type Situation,
  strikeMs,
  testEveryCell,
  unscheduleMissing,
  unscheduleRemoved,
} from "./reconcile-cases";

const rearm = (
  because: "REMOVED" | "ASTRAY" | "OURS" | "DELIVERED" | "DEAD" | "MISSING",
  cancelsOld = false,
): Action => ({
  kind: "rearm",
  because,
  cancelsOld,
});

const byVerdict = (onMissing: Action): Pick<Situation, "always" | "except"> => ({
  always: none,
  except: {
    ALIVE: { kind: "noteChecked" },
    REMOVED: unscheduleRemoved,
    MISSING: onMissing,
    ASTRAY: rearm("ASTRAY", true),
    "ASTRAY from elsewhere": rearm("ASTRAY"),
    OURS: rearm("OURS"),
    DELIVERED: rearm("DELIVERED"),
    DEAD: rearm("DEAD"),
  },
});

const justBeyondMargin = { scheduledForMs: nowMs + marginMs + 1 };
const strike: Action = { kind: "strike" };

describe("an armed tweet due later than the margin", () => {
  testEveryCell([
    { name: "due a millisecond past the margin", tweet: justBeyondMargin, ...byVerdict(strike) },
    { name: "due in an hour", tweet: {}, ...byVerdict(strike) },
    {
      name: "due beyond the horizon",
      tweet: { scheduledForMs: nowMs + horizonMs + 1 },
      ...byVerdict(strike),
    },
    { name: "on hold", tweet: { isHeld: true }, ...byVerdict(strike) },
    { name: "looked at in a slow batch", tweet: {}, batchMs: overdueBatchMs + 1, ...byVerdict(strike) },
    { name: "whose account re-arms, unstruck", tweet: { onMissing: "REARM" }, ...byVerdict(strike) },
  ]);
});

describe("an armed tweet whose message was missing before", () => {
  testEveryCell([
    {
      name: "struck a millisecond less than half a minute ago",
      tweet: { missingSinceMs: nowMs - strikeMs + 1 },
      ...byVerdict(none),
    },
    {
      name: "struck half a minute ago",
      tweet: { missingSinceMs: nowMs - strikeMs },
      ...byVerdict(unscheduleMissing),
    },
    {
      name: "struck half a minute ago, by an answer to a question of a millisecond before",
      tweet: { missingSinceMs: nowMs - strikeMs },
      askedAgoMs: 1,
      ...byVerdict(none),
    },
    {
      name: "struck half a minute ago, due a millisecond past the margin",
      tweet: { missingSinceMs: nowMs - strikeMs, ...justBeyondMargin },
      ...byVerdict(unscheduleMissing),
    },
    {
      name: "struck half a minute ago, on an account that re-arms",
      tweet: { missingSinceMs: nowMs - strikeMs, onMissing: "REARM" },
      ...byVerdict(rearm("MISSING")),
    },
    {
      name: "struck a moment ago, on an account that re-arms",
      tweet: { missingSinceMs: nowMs - strikeMs + 1, onMissing: "REARM" },
      ...byVerdict(none),
    },
  ]);
});

describe("an armed thread that has started goes on, though it were due later", () => {
  const started = { startedAtMs: nowMs - strikeMs };
  const kept = (onMissing: Action): Pick<Situation, "always" | "except"> => {
    const { always, except } = byVerdict(onMissing);
    return { always, except: { ...except, REMOVED: rearm("REMOVED") } };
  };
  testEveryCell([
    { name: "unstruck", tweet: started, ...kept(strike) },
    {
      name: "struck half a minute ago",
      tweet: { ...started, missingSinceMs: nowMs - strikeMs },
      ...kept(rearm("MISSING")),
    },
  ]);
});

describe("an armed tweet inside the margin or the grace is left alone, for its message may be in flight", () => {
  const due = (inMs: number) => ({ scheduledForMs: nowMs + inMs });
  testEveryCell([
    { name: "due exactly at the margin", tweet: due(marginMs), always: none },
    { name: "due in a millisecond", tweet: due(1), always: none },
    { name: "due now", tweet: due(0), always: none },
    { name: "due for exactly the grace", tweet: due(-graceMs), batchMs: overdueBatchMs, always: none },
    { name: "due now, on hold", tweet: { ...due(0), isHeld: true }, always: none },
    {
      name: "inside the margin, struck long ago",
      tweet: { ...due(marginMs), missingSinceMs: nowMs - 2 * strikeMs },
      always: none,
    },
    {
      name: "inside the grace, its lateness limit over",
      tweet: { ...due(-graceMs), latenessLimitS: 0 },
      always: none,
    },
  ]);
});

describe("an armed tweet that X put off is left alone until its next attempt and the grace", () => {
  const putOff = (nextInMs: number) => ({
    scheduledForMs: nowMs - 600_000,
    nextAttemptAtMs: nowMs + nextInMs,
  });
  testEveryCell([
    { name: "to be tried in an hour", tweet: putOff(3_600_000), always: none },
    { name: "to be tried a millisecond past the margin", tweet: putOff(marginMs + 1), always: none },
    { name: "to be tried now", tweet: putOff(0), always: none },
    { name: "to be tried for exactly the grace", tweet: putOff(-graceMs), batchMs: 0, always: none },
  ]);
});
