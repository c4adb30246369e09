import { expect, it } from "vitest";
import { type Policy, policy } from "~/domain/policy";
import { type Action, decide, type Look, type Reconcilable, type Verdict } from "~/domain/reconcile";

export const nowMs = Date.UTC(2026, 10, 22, 12);

export const { marginMs, graceMs, strikeMs, overdueBatchMs } = policy.evidence;
export const { horizonMs } = policy.arm;

/** When QStash says that a message was taken out. */
export const removedAtMs = nowMs - 5000;

/** Every verdict that there is, and that none was asked for. */
export const verdicts = {
  "not asked for": null,
  ALIVE: { kind: "ALIVE" },
  ASTRAY: { kind: "ASTRAY", isOurs: true },
  "ASTRAY from elsewhere": { kind: "ASTRAY", isOurs: false },
  REMOVED: { kind: "REMOVED", removedAtMs },
  OURS: { kind: "OURS" },
  DELIVERED: { kind: "DELIVERED" },
  DEAD: { kind: "DEAD" },
  MISSING: { kind: "MISSING" },
  UNKNOWN: { kind: "UNKNOWN", why: "timeout" },
} as const satisfies Record<string, Verdict | null>;

export type VerdictName = keyof typeof verdicts;

export const none: Action = { kind: "none" };
export const arm: Action = { kind: "arm" };
export const publish: Action = { kind: "publish" };
export const miss: Action = { kind: "miss" };
export const settle: Action = { kind: "settle" };
export const rollBack: Action = { kind: "rollBack" };
export const unscheduleRemoved: Action = { kind: "unschedule", reason: "REMOVED", removedAtMs };
export const unscheduleMissing: Action = { kind: "unschedule", reason: "MISSING", removedAtMs: null };

/** A scheduled tweet, armed and due in an hour, changed as a test needs it. */
export function tweetWith(changes: Partial<Reconcilable>): Reconcilable {
  return {
    status: "SCHEDULED",
    isArmed: true,
    scheduledForMs: nowMs + 3_600_000,
    nextAttemptAtMs: null,
    armAfterMs: null,
    leaseUntilMs: null,
    nextLookAtMs: null,
    missingSinceMs: null,
    onMissing: "UNSCHEDULE",
    isHeld: false,
    latenessLimitS: policy.schedule.defaultLatenessLimitS,
    startedAtMs: null,
    rollBackAfterMs: null,
    ...changes,
  };
}

export type Situation = {
  name: string;
  tweet: Partial<Reconcilable>;
  /** How long the batch with the evidence took, in milliseconds. */
  batchMs?: number | null;
  /** How long ago QStash was asked. */
  askedAgoMs?: number;
  /** The action for every verdict that `except` does not name. */
  always: Action;
  except?: Partial<Record<VerdictName, Action>>;
};

/** One test for each cell: the situation and each verdict. */
export function testEveryCell(situations: Situation[], used: Policy = policy): void {
  for (const { name, tweet, batchMs = null, askedAgoMs = 0, always, except = {} } of situations) {
    for (const verdict of Object.keys(verdicts) as VerdictName[]) {
      const action = except[verdict] ?? always;
      const look = lookOf(verdicts[verdict], batchMs, nowMs - askedAgoMs);
      it(`${name}, its message ${verdict}: ${words(action)}`, () => {
        expect(decide(tweetWith(tweet), look, nowMs, used)).toEqual(action);
      });
    }
  }
}

/** @param tookMs null where nobody waited for the answers any more. */
export function lookOf(verdict: Verdict | null, tookMs: number | null, askedAtMs = nowMs): Look | null {
  return verdict && { verdict, askedAtMs, tookMs: tookMs ?? Number.POSITIVE_INFINITY };
}

function words(action: Action): string {
  switch (action.kind) {
    case "none":
      return "nothing is done";
    case "withhold":
      return "it stays until people have looked";
    case "arm":
      return "it is armed";
    case "noteChecked":
      return "the time of the check is noted";
    case "strike":
      return "a first strike is noted";
    case "unschedule":
      return `it is unscheduled as ${action.reason}`;
    case "rearm":
      return `it is armed anew${action.cancelsOld ? ", the old message cancelled" : ""}`;
    case "publish":
      return "it is published by the same claim";
    case "miss":
      return "it has missed its time";
    case "settle":
      return "it is settled";
    case "look":
      return "it is looked for at X";
    case "rollBack":
      return "what is out is deleted at X";
  }
}
