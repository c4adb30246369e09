// When a tweet may be scheduled for, when it is late, and when a failed arming comes back.
import type { Policy } from "./policy";

export type TimeCheck =
  | { kind: "ok" }
  | { kind: "past" }
  | { kind: "tooSoon" }
  | { kind: "tooFar" }
  | { kind: "invalid" };

/** Whether a time (ms since the epoch) may be scheduled for now. */
export function checkTime(atMs: number, nowMs: number, policy: Policy): TimeCheck {
  if (!Number.isFinite(atMs)) return { kind: "invalid" };
  if (atMs <= nowMs) return { kind: "past" };
  if (atMs < nowMs + policy.schedule.minLeadMs) return { kind: "tooSoon" };
  return atMs > nowMs + policy.schedule.maxLeadMs ? { kind: "tooFar" } : { kind: "ok" };
}

/** The soonest whole second that may be scheduled for, in ms since the epoch. */
export function soonestMs(nowMs: number, policy: Policy): number {
  return Math.ceil((nowMs + policy.schedule.minLeadMs) / 1000) * 1000;
}

/** When a tweet may be posted, in ms since the epoch: at its time, or later where X has put it off. */
export function dueAtMs(scheduledForMs: number, nextAttemptAtMs: number | null | undefined): number {
  return Math.max(scheduledForMs, nextAttemptAtMs ?? 0);
}

export type Limited = {
  scheduledForMs: number;
  /** Null for "however late". */
  latenessLimitS: number | null;
  /** When the first part of a thread went out; null before. */
  startedAtMs: number | null;
};

/**
 * Until when a tweet may still go out, in ms since the epoch; null for however late. A thread whose first part is out
 * is not left half said: it has its own limit, from that part.
 */
export function latestMs(
  { scheduledForMs, latenessLimitS, startedAtMs }: Limited,
  policy: Policy,
): number | null {
  if (startedAtMs !== null) return startedAtMs + policy.publish.threadLimitMs;
  return latenessLimitS === null ? null : scheduledForMs + latenessLimitS * 1000;
}

/** Whether a tweet's time has passed by more than its lateness limit. */
export function isPastLateness(tweet: Limited, nowMs: number, policy: Policy): boolean {
  const latest = latestMs(tweet, policy);
  return latest !== null && nowMs > latest;
}

/** Cuts a time to the whole second that tweets are scheduled by. */
export function toWholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}

/** Milliseconds until a failed arming is tried again. `spread` in [0, 1) keeps many from coming back at once. */
export function armRetryDelayMs(failures: number, spread: number, policy: Policy): number {
  const doubled = policy.arm.firstRetryMs * 2 ** Math.max(0, failures - 1);
  return Math.min(doubled, policy.arm.maxRetryMs) * (1 + policy.arm.retryJitter * spread);
}

/** Milliseconds until a publication that X could not take now is tried again. */
export function publishRetryDelayMs(attemptNumber: number, policy: Policy): number {
  return Math.min(policy.publish.laterMs * 2 ** Math.max(0, attemptNumber - 1), policy.publish.maxLaterMs);
}

/**
 * What X names as the end of a limit, in ms since the epoch; null when no limit of X's can end then: X's longest is a
 * day's. A time in other units, or of a machine whose clock is wrong, would hold everything for years.
 */
export function believableResetMs(resetAtMs: number | null, nowMs: number, policy: Policy): number | null {
  return resetAtMs !== null && resetAtMs <= nowMs + policy.publish.longestLimitMs ? resetAtMs : null;
}

/** Whether a post went out so long after its time that people are told. */
export function isLate(scheduledForMs: number, publishedAtMs: number, policy: Policy): boolean {
  return publishedAtMs - scheduledForMs > policy.publish.lateAfterMs;
}

export type PostedTimes = {
  /** The time that its owner had planned. */
  planMs: number;
  /** When its first part was up: a thread is late where it began late. Null where only the end is known. */
  startedAtMs: number | null;
  publishedAtMs: number;
};

/** Whether a posted tweet was late, as its card and its story tell it. */
export function wasLate({ planMs, startedAtMs, publishedAtMs }: PostedTimes, policy: Policy): boolean {
  return isLate(planMs, startedAtMs ?? publishedAtMs, policy);
}
