import { describe } from "vitest";
import { arm, graceMs, horizonMs, marginMs, none, nowMs, testEveryCell } from "./reconcile-cases";

const unarmed = (dueInMs: number) => ({ isArmed: false, scheduledForMs: nowMs + dueInMs });

describe("an unarmed tweet due inside the horizon is armed, whatever is said of any message", () => {
  testEveryCell([
    { name: "due exactly at the horizon", tweet: unarmed(horizonMs), always: arm },
    { name: "due in an hour", tweet: unarmed(3_600_000), always: arm },
    { name: "due inside the margin", tweet: unarmed(marginMs), always: arm },
    { name: "due now", tweet: unarmed(0), always: arm },
    { name: "due for exactly the grace", tweet: unarmed(-graceMs), always: arm },
    { name: "on hold yet due in a millisecond", tweet: { ...unarmed(1), isHeld: true }, always: arm },
    {
      name: "put off by X until the horizon",
      tweet: { ...unarmed(-600_000), nextAttemptAtMs: nowMs + horizonMs },
      always: arm,
    },
    {
      name: "put off until before its time",
      tweet: { ...unarmed(horizonMs), nextAttemptAtMs: nowMs - 1 },
      always: arm,
    },
    {
      name: "whose last arming failed, its wait just over",
      tweet: { ...unarmed(3_600_000), armAfterMs: nowMs },
      always: arm,
    },
  ]);
});

describe("an unarmed tweet waits while arming could not help it", () => {
  testEveryCell([
    { name: "due a millisecond beyond the horizon", tweet: unarmed(horizonMs + 1), always: none },
    {
      name: "put off by X until beyond the horizon",
      tweet: { ...unarmed(-600_000), nextAttemptAtMs: nowMs + horizonMs + 1 },
      always: none,
    },
    {
      name: "whose last arming failed, its wait not over for a millisecond",
      tweet: { ...unarmed(3_600_000), armAfterMs: nowMs + 1 },
      always: none,
    },
    { name: "due now and on hold", tweet: { ...unarmed(0), isHeld: true }, always: none },
    { name: "in its grace and on hold", tweet: { ...unarmed(-graceMs), isHeld: true }, always: none },
  ]);
});
