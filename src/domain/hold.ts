// When nothing goes out though it is due: what a new hold does to the one that stands. Pure: times are milliseconds
// since the epoch.
import type { HoldReason } from "./outcome";

export type StandingHold = {
  reason: string;
  /** Null for one that ends by an act and not by time. */
  untilMs: number | null;
  /** When it began; null where an older version did not note it. */
  sinceMs: number | null;
};

/** Whether a hold of this end holds anything now. */
export function isInForce(untilMs: number | null, nowMs: number): boolean {
  return untilMs === null || untilMs > nowMs;
}

/**
 * The hold that stands after another was asked for. The same one is renewed: it began when it began, and its end is the
 * later of the two. One that only its owner can end is not hidden by one that passes.
 */
export function nextHold(
  present: StandingHold | null,
  asked: { reason: HoldReason; untilMs: number | null },
  nowMs: number,
): StandingHold {
  if (!present || !isInForce(present.untilMs, nowMs)) return { ...asked, sinceMs: nowMs };
  if (present.reason === asked.reason) {
    return {
      reason: asked.reason,
      untilMs: later(present.untilMs, asked.untilMs),
      sinceMs: present.sinceMs ?? nowMs,
    };
  }
  const staysHidden = present.untilMs === null && asked.untilMs !== null;
  return staysHidden ? present : { ...asked, sinceMs: nowMs };
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

/** Whether a hold that ends only by a tweet that gets through lets one go ahead now. */
export function mayProbe(probeAfterMs: number | null, nowMs: number): boolean {
  return probeAfterMs !== null && probeAfterMs <= nowMs;
}

/**
 * When the next of what waited goes out: at once, or one after another.
 * @param lastMs the last turn that is given already; null where none is.
 */
export function turnAtMs(fromMs: number, lastMs: number | null, spacingMs: number): number {
  return lastMs === null ? fromMs : Math.max(fromMs, lastMs + spacingMs);
}
