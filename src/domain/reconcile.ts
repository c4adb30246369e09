// The table by which drift is found: what QStash says of a message, what that means, and the one next action.
// Pure: times are milliseconds since the epoch, handed in.
import type { Policy } from "./policy";
import { dueAtMs, isPastLateness } from "./schedule";
import type { TweetStatus } from "./tweet";

/** Why QStash told us nothing that we may believe. */
export type UnknownKind =
  | "timeout"
  | "unreachable"
  | "unauthorized"
  | "forbidden"
  | "rateLimited"
  | "serverError"
  | "unreadable"
  | "unproven";

/** What QStash says of one message. */
export type Evidence =
  | { kind: "log"; state: string; url: string; atMs: number }
  | { kind: "found"; url: string }
  | { kind: "notFound" }
  | { kind: "unanswered"; why: UnknownKind };

export type Verdict =
  | { kind: "ALIVE" }
  /** `isOurs`: its label names this installation. One of another's serves that one, and is left alone. */
  | { kind: "ASTRAY"; isOurs: boolean }
  | { kind: "REMOVED"; removedAtMs: number }
  | { kind: "OURS" }
  | { kind: "DELIVERED" }
  | { kind: "DEAD" }
  | { kind: "MISSING" }
  | { kind: "UNKNOWN"; why: UnknownKind };

export type MessageContext = {
  deliveryUrl: string;
  /** Its label names this installation, as far as QStash tells. */
  carriesOurLabel: boolean;
  /** We asked QStash to cancel this message. */
  wasCancelRequested: boolean;
  /** In the same pass this token has read one of our messages, so its 404 is an answer and not a stranger's. */
  isTokenProven: boolean;
};

const aliveStates = new Set(["CREATED", "ACTIVE", "RETRY", "ERROR"]);
/** QStash's documentation spells it with two Ls, its SDK with one. */
const cancelledStates = new Set(["CANCELLED", "CANCELED", "CANCEL_REQUESTED"]);

/** Whether a message is over once its log has this state: what QStash tries anew from its dead letters has a new id. */
export const isEndState = (state: string): boolean =>
  state === "DELIVERED" || state === "FAILED" || cancelledStates.has(state);

/** What we conclude from the evidence of one message. A 404 alone never means that it is gone. */
export function verdictOf(evidence: Evidence, context: MessageContext): Verdict {
  switch (evidence.kind) {
    case "found":
      return whereItGoes(evidence.url, context);
    case "notFound":
      return context.isTokenProven ? { kind: "MISSING" } : { kind: "UNKNOWN", why: "unproven" };
    case "unanswered":
      return { kind: "UNKNOWN", why: evidence.why };
    case "log":
      if (aliveStates.has(evidence.state)) return whereItGoes(evidence.url, context);
      if (evidence.state === "DELIVERED") return { kind: "DELIVERED" };
      if (evidence.state === "FAILED") return { kind: "DEAD" };
      if (!cancelledStates.has(evidence.state)) return { kind: "UNKNOWN", why: "unreadable" };
      return context.wasCancelRequested ? { kind: "OURS" } : { kind: "REMOVED", removedAtMs: evidence.atMs };
  }
}

function whereItGoes(url: string, context: MessageContext): Verdict {
  return url === context.deliveryUrl
    ? { kind: "ALIVE" }
    : { kind: "ASTRAY", isOurs: context.carriesOurLabel };
}

export type Reconcilable = {
  status: TweetStatus;
  isArmed: boolean;
  scheduledForMs: number;
  nextAttemptAtMs: number | null;
  /** A failed arming is not repeated before this. */
  armAfterMs: number | null;
  leaseUntilMs: number | null;
  /** When a tweet in Check needed is looked for at X again. */
  nextLookAtMs: number | null;
  /** The first strike of its present message. */
  missingSinceMs: number | null;
  onMissing: "UNSCHEDULE" | "REARM";
  isHeld: boolean;
  latenessLimitS: number | null;
  /** When the first part of a thread went out: it goes on, whatever becomes of its message. */
  startedAtMs: number | null;
  /** When the next of its posts is to be deleted at X; null when none is. */
  rollBackAfterMs: number | null;
};

export type OrphanReason = "REMOVED" | "MISSING";

export type Action =
  | { kind: "none" }
  | { kind: "arm" }
  | { kind: "noteChecked" }
  | { kind: "strike" }
  | { kind: "unschedule"; reason: OrphanReason; removedAtMs: number | null }
  | { kind: "rearm"; because: Verdict["kind"]; cancelsOld: boolean }
  /** The breaker is open: it stays as it is until people have looked. */
  | { kind: "withhold" }
  | { kind: "publish" }
  | { kind: "miss" }
  | { kind: "settle" }
  /** Look for a tweet in Check needed again. */
  | { kind: "look" }
  /** Delete at X what is out, as its owner wished. */
  | { kind: "rollBack" };

const none: Action = { kind: "none" };

/** What a tweet's message was found to be, when QStash was asked, and how long the batch of questions took. */
export type Look = { verdict: Verdict; askedAtMs: number; tookMs: number };

/**
 * The one next action for a tweet.
 * @param look null when QStash was not asked about its message.
 */
export function decide(tweet: Reconcilable, look: Look | null, nowMs: number, policy: Policy): Action {
  if (tweet.status === "PUBLISHING") {
    return tweet.leaseUntilMs !== null && tweet.leaseUntilMs <= nowMs ? { kind: "settle" } : none;
  }
  if (tweet.status === "UNCONFIRMED") {
    return tweet.nextLookAtMs !== null && tweet.nextLookAtMs <= nowMs ? { kind: "look" } : none;
  }
  if (tweet.status === "CANCELLED") {
    return tweet.rollBackAfterMs !== null && tweet.rollBackAfterMs <= nowMs ? { kind: "rollBack" } : none;
  }
  if (tweet.status !== "SCHEDULED") return none;
  const dueMs = dueAtMs(tweet.scheduledForMs, tweet.nextAttemptAtMs);
  // A time put off by X does not outlast the owner's limit; nothing is judged inside the grace of its own time.
  const pastGrace = (atMs: number) => nowMs > atMs + policy.evidence.graceMs;
  const isOverdue =
    pastGrace(dueMs) || (pastGrace(tweet.scheduledForMs) && isPastLateness(tweet, nowMs, policy));
  if (isOverdue) return decideOverdue(tweet, look, nowMs, policy);
  if (!tweet.isArmed) return mayArm(tweet, dueMs, nowMs, policy) ? { kind: "arm" } : none;
  if (tweet.scheduledForMs <= nowMs + policy.evidence.marginMs) return none;
  return look ? decideByVerdict(tweet, look, policy) : none;
}

/**
 * What is left of an action while the breaker is open: nothing is unscheduled, and nothing waits past its limit. One
 * that may go out later than most is withheld for as long as they are, and then goes off the schedule after all: its
 * owner is told, and loses neither words nor time. To post what somebody may have taken out on purpose would be wrong,
 * and so would be to leave it to nobody.
 */
export function underBreaker(action: Action, tweet: Reconcilable, nowMs: number, policy: Policy): Action {
  if (action.kind !== "unschedule") return action;
  if (isPastLateness(tweet, nowMs, policy)) return { kind: "miss" };
  const overdueMs = nowMs - dueAtMs(tweet.scheduledForMs, tweet.nextAttemptAtMs);
  return overdueMs > policy.schedule.defaultLatenessLimitS * 1000 ? action : { kind: "withhold" };
}

function mayArm(tweet: Reconcilable, dueMs: number, nowMs: number, policy: Policy): boolean {
  if (tweet.isHeld && dueMs <= nowMs) return false;
  return dueMs <= nowMs + policy.arm.horizonMs && (tweet.armAfterMs ?? 0) <= nowMs;
}

function decideOverdue(tweet: Reconcilable, look: Look | null, nowMs: number, policy: Policy): Action {
  const { verdict } = look ?? {};
  const isQuick = look !== null && look.tookMs <= policy.evidence.overdueBatchMs;
  if (tweet.isArmed && tweet.startedAtMs === null && verdict?.kind === "REMOVED" && isQuick) {
    return { kind: "unschedule", reason: "REMOVED", removedAtMs: verdict.removedAtMs };
  }
  if (isPastLateness(tweet, nowMs, policy)) return { kind: "miss" };
  return tweet.isHeld ? none : { kind: "publish" };
}

/** A thread that has started goes on: by its owner's word alone it stops. */
function decideByVerdict(tweet: Reconcilable, { verdict, askedAtMs }: Look, policy: Policy): Action {
  const hasStarted = tweet.startedAtMs !== null;
  switch (verdict.kind) {
    case "ALIVE":
      return { kind: "noteChecked" };
    case "REMOVED":
      return hasStarted
        ? { kind: "rearm", because: "REMOVED", cancelsOld: false }
        : { kind: "unschedule", reason: "REMOVED", removedAtMs: verdict.removedAtMs };
    case "MISSING":
      if (tweet.missingSinceMs === null) return { kind: "strike" };
      // Two looks, and so the times at which they were made: an answer may be long in coming.
      if (askedAtMs < tweet.missingSinceMs + policy.evidence.strikeMs) return none;
      return hasStarted || tweet.onMissing === "REARM"
        ? { kind: "rearm", because: "MISSING", cancelsOld: false }
        : { kind: "unschedule", reason: "MISSING", removedAtMs: null };
    case "ASTRAY":
      return { kind: "rearm", because: "ASTRAY", cancelsOld: verdict.isOurs };
    case "OURS":
    case "DELIVERED":
    case "DEAD":
      return { kind: "rearm", because: verdict.kind, cancelsOld: false };
    case "UNKNOWN":
      return none;
  }
}

/** A message that serves no tweet any more: alive at QStash, ours by label and address, and superseded. */
export type GhostCandidate = {
  verdict: Verdict;
  carriesOurLabel: boolean;
  messageRevision: number;
  tweetRevision: number;
  isTweetScheduled: boolean;
  isCurrentMessage: boolean;
};

/** Whether a message may be cancelled, by its id, as a ghost. Judge it on the tweet as read after the log. */
export function isGhost(candidate: GhostCandidate): boolean {
  return (
    candidate.verdict.kind === "ALIVE" &&
    candidate.carriesOurLabel &&
    !candidate.isCurrentMessage &&
    (candidate.tweetRevision > candidate.messageRevision || !candidate.isTweetScheduled)
  );
}

export type Observed = { messages: number; vanished: number; ghosts: number };

/** Whether so much vanished at once (or so many ghosts stood up) that QStash or our keys are the likelier cause. */
export function isBreakerTripped(observed: Observed, policy: Policy): boolean {
  const suspicious = Math.max(observed.vanished, observed.ghosts);
  return suspicious > policy.breaker.count && suspicious > observed.messages * policy.breaker.share;
}
