import { describe } from "vitest";
import type { Reconcilable } from "~/domain/reconcile";
import { tweetStatuses } from "~/domain/tweet";
import { horizonMs, none, nowMs, rollBack, settle, testEveryCell } from "./reconcile-cases";

const publishing = (leaseUntilMs: number): Partial<Reconcilable> => ({
  status: "PUBLISHING",
  isArmed: false,
  scheduledForMs: nowMs - 60_000,
  leaseUntilMs,
});

describe("a tweet in PUBLISHING belongs to its lease", () => {
  testEveryCell([
    { name: "its lease running for a millisecond more", tweet: publishing(nowMs + 1), always: none },
    { name: "its lease just over", tweet: publishing(nowMs), always: settle },
    { name: "its lease over for an hour", tweet: publishing(nowMs - 3_600_000), always: settle },
    {
      name: "its lease over, still armed and held",
      tweet: { ...publishing(nowMs - 1), isArmed: true, isHeld: true },
      batchMs: 0,
      always: settle,
    },
    {
      name: "its lease running, past its lateness limit",
      tweet: { ...publishing(nowMs + 1), scheduledForMs: nowMs - 2 * horizonMs },
      batchMs: 0,
      always: none,
    },
  ]);
});

describe("a tweet in Check needed is looked for when its look is due", () => {
  const unconfirmed = (nextLookAtMs: number | null): Partial<Reconcilable> => ({
    status: "UNCONFIRMED",
    isArmed: false,
    nextLookAtMs,
  });
  testEveryCell([
    { name: "its look a millisecond ahead", tweet: unconfirmed(nowMs + 1), always: none },
    { name: "its look just due", tweet: unconfirmed(nowMs), always: { kind: "look" } },
    { name: "its last look over", tweet: unconfirmed(null), always: none },
  ]);
});

describe("a tweet at rest is never touched", () => {
  const resting = tweetStatuses.filter((status) => status !== "SCHEDULED" && status !== "PUBLISHING");
  testEveryCell(
    resting.flatMap((status) => [
      { name: `${status}, its time ahead`, tweet: { status }, batchMs: 0, always: none },
      {
        name: `${status}, its time long past and unarmed`,
        tweet: { status, isArmed: false, scheduledForMs: nowMs - horizonMs },
        always: none,
      },
    ]),
  );
});

describe("a thread whose owner wants it gone from X", () => {
  const asked = (rollBackAfterMs: number | null): Partial<Reconcilable> => ({
    status: "CANCELLED",
    isArmed: false,
    scheduledForMs: nowMs - 3_600_000,
    startedAtMs: nowMs - 3_600_000,
    rollBackAfterMs,
  });

  testEveryCell([
    { name: "asked for just now", tweet: asked(nowMs), always: rollBack },
    { name: "left by a crash an hour ago", tweet: asked(nowMs - 3_600_000), always: rollBack },
    { name: "held by a worker, or put off", tweet: asked(nowMs + 1), always: none },
    { name: "done, or given up", tweet: asked(null), always: none },
  ]);
});
