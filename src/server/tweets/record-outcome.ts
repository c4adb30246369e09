// What came of an attempt, written under its id. Once the attempt is closed nobody else's outcome counts; only a
// late "posted" is recorded whatever the state, so that what X accepted is never posted again.
import type { MoveKind } from "~/domain/move-kinds";
import type { FailureKind } from "~/domain/outcome";
import { policy } from "~/domain/policy";
import { type Doubt, nextUnconfirmedLook } from "~/domain/settle";
import type { Prisma, Tweet } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { beginSettling } from "./begin-settling";
import type { Claimed } from "./claim";
import { refusedAsDuplicate } from "./doubt";
import { lockTweet, type TweetWithParts } from "./lock-tweet";
import { moveTweet } from "./move-tweet";
import { countExpired, heldOutcome, nextPart, openAttempt, readTries } from "./open-attempt";
import { recordLate } from "./record-late";
import { endWarning } from "./warn-of-another";
import { type AskedHold, writeHold } from "./write-hold";
import type { Shown } from "./write-media";

/** `shown`: with what; left out where nobody can have changed it since. */
export type Posted = { kind: "posted"; xId: string; shown?: Shown[] };

export type Outcome =
  | Posted
  /** The attempt stays open until it is known. */
  | { kind: "unknown"; detail: string; httpStatus: number | null }
  | Closing;

type Closing =
  /** Its lease ran out before it was marked as being sent: surely absent. */
  | { kind: "expired"; detail: string }
  /** X's timeline shows that it is not there: it may be sent again. */
  | { kind: "absent"; detail: string }
  /** Nobody but its owner can tell. */
  | { kind: "unconfirmed"; detail: string; because: Doubt }
  | { kind: "refused"; failure: FailureKind; detail: string; httpStatus: number | null }
  | {
      kind: "later";
      /** Not before this; null where a hold decides. */
      nextAttemptAt: Date | null;
      hold: AskedHold | null;
      detail: string;
      httpStatus: number | null;
    };

type Closable = Exclude<Outcome, { kind: "unknown" }>;

export type Recorded = {
  /** False when somebody else closed the attempt: nothing was written. */
  isRecorded: boolean;
  /** The part that this worker may send next, under a new attempt; null when it is done with this tweet. */
  next: Claimed | null;
  /** The tweet is on the schedule again, for a time that is known: a message may wake it. */
  isPutOff: boolean;
  /** X did not say what it did: its timeline is to be looked at then, under this worker's lease. */
  lookAt: Date | null;
};

/** Writes the outcome, the part, the move and, where a thread goes on, the next attempt, in one transaction. */
export async function recordOutcome(tx: Tx, claim: Claimed, given: Outcome, now: Date): Promise<Recorded> {
  const tweet = await lockTweet(tx, claim.tweetId);
  if (given.kind === "unknown") {
    const lookAt = await beginSettling(tx, claim, given, now);
    if (given.httpStatus === refusedAsDuplicate) await endWarning(tx, claim, tweet, "duplicate", now);
    return { isRecorded: lookAt !== null, next: null, isPutOff: false, lookAt };
  }
  const closed = await tx.attempt.updateMany({
    where: { id: claim.attemptId, endedAt: null },
    data: {
      endedAt: now,
      outcome: isHeld(given, now) ? heldOutcome : given.kind,
      ...("httpStatus" in given ? { httpStatus: given.httpStatus } : {}),
      ...("detail" in given ? { detail: given.detail } : {}),
    },
  });
  if (closed.count === 0) {
    if (given.kind === "refused" || given.kind === "later")
      await endWarning(tx, claim, tweet, given.kind, now);
    return recorded(given.kind === "posted" ? await recordLate(tx, claim, tweet, given, now) : null);
  }
  const outcome = given.kind === "later" ? await writeHold(tx, claim, tweet.userId, given, now) : given;
  await writePart(tx, claim, outcome, now);
  return moveOn(tx, claim, tweet, outcome, now);
}

/**
 * Held until somebody has acted, or to a time that X named: whatever the tweet, it could not go out, so such a try does
 * not count against the cap on tries.
 */
function isHeld(outcome: Outcome, now: Date): boolean {
  if (outcome.kind !== "later" || outcome.hold === null) return false;
  const ownMs = now.getTime() + policy.publish.maxLaterMs;
  return outcome.nextAttemptAt === null || outcome.nextAttemptAt.getTime() > ownMs;
}

function recorded(moved: Tweet | null, next: Claimed | null = null): Recorded {
  return {
    isRecorded: moved !== null,
    next,
    isPutOff: moved?.status === "SCHEDULED" && moved.nextAttemptAt !== null,
    lookAt: null,
  };
}

async function moveOn(
  tx: Tx,
  claim: Claimed,
  tweet: TweetWithParts,
  outcome: Closable,
  now: Date,
): Promise<Recorded> {
  const counts = await whatCounts(tx, claim, tweet, outcome);
  const move = (kind: MoveKind, data: Prisma.TweetUncheckedUpdateManyInput) =>
    moveTweet(tx, {
      guard: { id: claim.tweetId, revision: claim.revision, status: "PUBLISHING" },
      data,
      kind,
      actor: claim.via,
      now,
      detail: { ...detailOf(claim), ...outcomeDetail(counts) },
    });
  if (counts.kind !== "posted") {
    return recorded(await move(eventOf[counts.kind], { leaseUntil: null, ...changeOf(counts, now) }));
  }
  const startedAt = tweet.startedAt ?? now;
  const parts = tweet.parts.map((part) =>
    part.position === claim.part.position ? { ...part, xId: counts.xId } : part,
  );
  const part = nextPart(parts);
  if (!part) return recorded(await move("posted", { ...allPosted, startedAt, publishedAt: now }));
  if (tweet.stopRequestedAt) return recorded(await move("part posted", { ...stoppedBetween, startedAt }));
  const leaseUntil = new Date(now.getTime() + policy.publish.leaseMs);
  const moved = await move("part posted", { startedAt, leaseUntil });
  if (!moved) return recorded(null);
  const tries = await readTries(tx, tweet, part);
  const lease = { via: claim.via, now, leaseUntil };
  return recorded(moved, await openAttempt(tx, { ...tweet, parts }, part, tries, lease));
}

/** What the tweet becomes by the outcome: one that its owner asked to stop, or that was tried too often, is not put off. */
async function whatCounts(
  tx: Tx,
  claim: Claimed,
  tweet: TweetWithParts,
  outcome: Closable,
): Promise<Closable> {
  if (outcome.kind !== "later" && outcome.kind !== "absent" && outcome.kind !== "expired") return outcome;
  const refused = (failure: FailureKind, detail: string): Closable => ({
    kind: "refused",
    failure,
    detail,
    httpStatus: null,
  });
  if (tweet.stopRequestedAt) return refused("stopped", `${outcome.detail} It was not sent again.`);
  if (outcome.kind !== "expired") return outcome;
  const { maxExpiredLeases } = policy.publish;
  const expired = await countExpired(tx, claim);
  return expired < maxExpiredLeases
    ? outcome
    : refused("tooManyAttempts", `${expired} times in a row Roost stopped before it could send it.`);
}

const eventOf = {
  refused: "failed",
  later: "put off",
  absent: "not on X",
  expired: "lease ran out",
  unconfirmed: "unconfirmed",
} as const;

/** What every move that an attempt leads to tells of it. */
const detailOf = ({ attemptId, part }: Claimed) => ({ attemptId, part: part.position });

/** Of the move that a part's post makes. */
export function postedDetail(claim: Claimed, { xId }: Posted): Prisma.InputJsonObject {
  return { ...detailOf(claim), xId };
}

/** What the post of the last part makes of its tweet. */
export const allPosted = {
  status: "PUBLISHED",
  leaseUntil: null,
  nextAttemptAt: null,
  failureKind: null,
  failureDetail: null,
} satisfies Prisma.TweetUncheckedUpdateManyInput;

const stoppedBetween = {
  status: "FAILED",
  leaseUntil: null,
  nextAttemptAt: null,
  failureKind: "stopped",
  failureDetail: "Stopped before its next part was sent.",
} satisfies Prisma.TweetUncheckedUpdateManyInput;

function changeOf(
  outcome: Exclude<Closable, { kind: "posted" }>,
  now: Date,
): Prisma.TweetUncheckedUpdateManyInput {
  switch (outcome.kind) {
    case "unconfirmed": {
      const { looks, atMs } = nextUnconfirmedLook(now.getTime(), 0, now.getTime(), policy);
      const nextLookAt = atMs === null ? null : new Date(atMs);
      return { status: "UNCONFIRMED", failureDetail: outcome.detail, looks, nextLookAt };
    }
    case "refused":
      return { status: "FAILED", failureKind: outcome.failure, failureDetail: outcome.detail };
    case "later":
      return backOnSchedule(outcome.nextAttemptAt);
    case "absent":
    case "expired":
      return backOnSchedule(now);
  }
}

/** Its message has been used: under the same deduplication id QStash would answer with that one again. */
function backOnSchedule(nextAttemptAt: Date | null): Prisma.TweetUncheckedUpdateManyInput {
  return { status: "SCHEDULED", nextAttemptAt, arming: { increment: 1 } };
}

async function writePart(tx: Tx, claim: Claimed, outcome: Closable, now: Date): Promise<void> {
  if (outcome.kind === "unconfirmed") return;
  const where = { id: claim.part.id, xId: null };
  if (outcome.kind === "posted") {
    await tx.part.updateMany({ where, data: { state: "SENT", xId: outcome.xId, sentAt: now } });
  } else {
    await tx.part.updateMany({ where, data: { state: "WAITING", sendingAt: null } });
  }
}

/** Of the hold that an outcome begins, what its move tells. */
function holdDetail(hold: AskedHold | null): Prisma.InputJsonObject {
  return hold ? { hold: hold.reason, scope: hold.scope } : {};
}

function outcomeDetail(outcome: Closable): Prisma.InputJsonObject {
  switch (outcome.kind) {
    case "posted":
      return { xId: outcome.xId };
    case "later":
      return { detail: outcome.detail, ...holdDetail(outcome.hold) };
    case "refused":
      return { detail: outcome.detail, failure: outcome.failure };
    case "absent":
    case "expired":
      return { detail: outcome.detail };
    case "unconfirmed":
      return { detail: outcome.detail, because: outcome.because };
  }
}
