// What to do about a part that X may have posted or not. It is sent again only when X's own timeline has shown twice,
// late enough both times and by the right clock, that it is not there, and only once. Pure: times are milliseconds since
// the epoch.
import type { Policy } from "./policy";

export type Settling = {
  /** When the create call had ended at the latest. */
  deadlineMs: number;
  /** Since when the outcome is unknown. */
  sinceMs: number;
  /** The first complete read that counts and did not show it; null before. */
  absentSinceMs: number | null;
  /** Looks in a row that told nothing. */
  failedLooks: number;
  /** False where it was sent again already, or X calls it a duplicate: then it is never sent again by itself. */
  mayResend: boolean;
};

/** What one read of the account's timeline says. */
export type Look =
  | { kind: "found"; xId: string }
  /** The read was complete. `xNowMs`: X's clock at that moment; null where X did not tell. */
  | { kind: "absent"; xNowMs: number | null }
  /** Complete too, whatever X's clock: one of the posts may be it, and may not. */
  | { kind: "alike" }
  | { kind: "failed" };

export type Settlement =
  | { kind: "adopt"; xId: string }
  | { kind: "lookAgain"; atMs: number; absentSinceMs: number | null; failedLooks: number }
  | { kind: "resend" }
  | { kind: "unconfirmed"; because: Doubt };

/** Why nobody but its owner can tell. */
export type Doubt = "unreadable" | "clocksApart" | "absentAgain" | "alike" | "taken";

/** The one next act after a look. */
export function decideSettle(settling: Settling, look: Look, nowMs: number, policy: Policy): Settlement {
  if (look.kind === "found") return { kind: "adopt", xId: look.xId };
  if (look.kind === "failed") return noAnswer(settling, "unreadable", nowMs, policy);
  return look.kind === "alike" || isClockRight(look.xNowMs, nowMs, policy)
    ? unseen(settling, look.kind, nowMs, policy)
    : noAnswer(settling, "clocksApart", nowMs, policy);
}

function isClockRight(xNowMs: number | null, nowMs: number, policy: Policy): boolean {
  return xNowMs !== null && Math.abs(xNowMs - nowMs) <= policy.settle.clockSkewMs;
}

/**
 * Both reads that have to agree come when X must have carried out what it had taken: one before that says nothing, and
 * then a single one that hides a post would have it sent again.
 */
function unseen(settling: Settling, kind: "absent" | "alike", nowMs: number, policy: Policy): Settlement {
  const { afterDeadlineMs, betweenReadsMs } = policy.settle;
  const countsFromMs = settling.deadlineMs + afterDeadlineMs - betweenReadsMs;
  if (nowMs < countsFromMs)
    return { kind: "lookAgain", atMs: countsFromMs, absentSinceMs: null, failedLooks: 0 };
  if (kind === "alike") return mayBeIt(settling, nowMs, policy);
  const before = settling.absentSinceMs;
  const absentSinceMs = before !== null && before >= countsFromMs ? before : nowMs;
  const sureMs = absentSinceMs + betweenReadsMs;
  if (nowMs < sureMs) return { kind: "lookAgain", atMs: sureMs, absentSinceMs, failedLooks: 0 };
  return settling.mayResend ? { kind: "resend" } : { kind: "unconfirmed", because: "absentAgain" };
}

/**
 * As it may be the very post, this is no read without it, and ends a row of such. It may be another tweet's too, whose
 * answer is to come: where no look that counts came before, one more may tell; else its owner is asked.
 */
function mayBeIt(settling: Settling, nowMs: number, policy: Policy): Settlement {
  const { afterDeadlineMs, betweenReadsMs } = policy.settle;
  const { deadlineMs, absentSinceMs, failedLooks } = settling;
  const isFirst = absentSinceMs === null && failedLooks === 0;
  if (!isFirst && nowMs >= deadlineMs + afterDeadlineMs) return { kind: "unconfirmed", because: "alike" };
  const atMs = nowMs + betweenReadsMs;
  return { kind: "lookAgain", atMs, absentSinceMs: null, failedLooks: failedLooks + 1 };
}

/** A read that failed says nothing: back off, and after long enough its owner is asked. */
function noAnswer(
  settling: Settling,
  because: "unreadable" | "clocksApart",
  nowMs: number,
  policy: Policy,
): Settlement {
  const { giveUpMs, retryMs, maxRetryMs } = policy.settle;
  const giveUpAtMs = settling.sinceMs + giveUpMs;
  if (nowMs >= giveUpAtMs) return { kind: "unconfirmed", because };
  const pauseMs = Math.min(retryMs * 2 ** settling.failedLooks, maxRetryMs);
  return {
    kind: "lookAgain",
    atMs: Math.min(nowMs + pauseMs, giveUpAtMs),
    absentSinceMs: settling.absentSinceMs,
    failedLooks: settling.failedLooks + 1,
  };
}

/**
 * When a tweet in Check needed is looked for again: the next of the policy's times that has not passed. `atMs` is null
 * after the last.
 * @param looks how many of them are over.
 */
export function nextUnconfirmedLook(
  sinceMs: number,
  looks: number,
  nowMs: number,
  policy: Policy,
): { looks: number; atMs: number | null } {
  const times = policy.settle.unconfirmedLooksMs.map((ms) => sinceMs + ms);
  const next = times.findIndex((atMs, index) => index >= looks && atMs > nowMs);
  return next < 0 ? { looks: times.length, atMs: null } : { looks: next, atMs: times[next] ?? null };
}

/** What its owner is told of a doubt, beside X's own words. */
export const doubtWords: Record<Doubt, string> = {
  unreadable: "X did not show enough of the account's posts to tell.",
  clocksApart: "X's clock and Roost's are too far apart for Roost to trust what X shows.",
  alike: "X shows a post of this account that may be it, and may be another.",
  taken: "X answered with a post that Roost had already taken for another tweet with the same words.",
  absentAgain: "It is not among the account's posts that X shows, but X may have it all the same.",
};
