// What came of an attempt, written under its id. Once the attempt is closed nobody else's outcome counts; only a
// late "posted" is recorded whatever the state, so that what X accepted is never posted again.
import type { MoveKind } from "~/domain/move-kinds";
import type { FailureKind } from "~/domain/outcome";
import { policy } from "~/domain/policy";
import type { Prisma, Tweet } from "~/generated/prisma/client";
import type { Tx } from "../db";
import type { Claimed } from "./claim";
import { lockTweet, type TweetWithParts } from "./lock-tweet";
import { moveTweet } from "./move-tweet";
import { heldOutcome, nextPart, openAttempt } from "./open-attempt";
import { recordLate } from "./record-late";
import { type AskedHold, writeHold } from "./write-hold";

export type Outcome =
  | { kind: "posted"; xId: string }
  | { kind: "unknown"; detail: string }
  | { kind: "refused"; failure: FailureKind; detail: string; httpStatus: number | null }
  | {
      kind: "later";
      /** Not before this; null where a hold decides. */
      nextAttemptAt: Date | null;
      hold: AskedHold | null;
      detail: string;
      httpStatus: number | null;
    };

export type Recorded = {
  /** False when somebody else closed the attempt: nothing was written. */
  isRecorded: boolean;
  /** The part that this worker may send next, under a new attempt; null when it is done with this tweet. */
  next: Claimed | null;
  /** The tweet is on the schedule again, for a time that is known: a message may wake it. */
  isPutOff: boolean;
};

/** Writes the outcome, the part, the move and, where a thread goes on, the next attempt, in one transaction. */
export async function recordOutcome(tx: Tx, claim: Claimed, given: Outcome, now: Date): Promise<Recorded> {
  const tweet = await lockTweet(tx, claim.tweetId);
  const closed = await tx.attempt.updateMany({
    where: { id: claim.attemptId, endedAt: null },
    data: {
      endedAt: now,
      outcome: waitsForAct(given) ? heldOutcome : given.kind,
      httpStatus: "httpStatus" in given ? given.httpStatus : null,
      detail: "detail" in given ? given.detail : null,
    },
  });
  if (closed.count === 0) {
    return recorded(given.kind === "posted" ? await recordLate(tx, claim, tweet, given.xId, now) : null);
  }
  const outcome = given.kind === "later" ? await writeHold(tx, claim, tweet.userId, given, now) : given;
  await writePart(tx, claim, outcome, now);
  return moveOn(tx, claim, tweet, outcome, now);
}

/** Put off until somebody has acted, which may take days: such a try does not count against the cap on tries. */
function waitsForAct(outcome: Outcome): boolean {
  return outcome.kind === "later" && outcome.hold !== null && outcome.nextAttemptAt === null;
}

function recorded(moved: Tweet | null, next: Claimed | null = null): Recorded {
  return {
    isRecorded: moved !== null,
    next,
    isPutOff: moved?.status === "SCHEDULED" && moved.nextAttemptAt !== null,
  };
}

async function moveOn(
  tx: Tx,
  claim: Claimed,
  tweet: TweetWithParts,
  outcome: Outcome,
  now: Date,
): Promise<Recorded> {
  // A tweet that its owner asked to stop is not put off: sending it later would be sending it again.
  const counts = outcome.kind === "later" && tweet.stopRequestedAt ? stopped : outcome;
  const move = (kind: MoveKind, data: Prisma.TweetUncheckedUpdateManyInput) =>
    moveTweet(tx, {
      guard: { id: claim.tweetId, revision: claim.revision, status: "PUBLISHING" },
      data,
      kind,
      actor: claim.via,
      now,
      detail: { attemptId: claim.attemptId, part: claim.part.position, ...outcomeDetail(counts) },
    });
  if (counts.kind !== "posted") {
    return recorded(await move(eventOf[counts.kind], { leaseUntil: null, ...changeOf(counts) }));
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
  return recorded(moved, await openAttempt(tx, { ...tweet, parts }, part, claim.via, { now, leaseUntil }));
}

const eventOf = { unknown: "unconfirmed", refused: "failed", later: "put off" } as const;

const stopped: Exclude<Outcome, { kind: "posted" }> = {
  kind: "refused",
  failure: "stopped",
  detail: "X put it off, and it was not sent again.",
  httpStatus: null,
};

const allPosted = {
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

function changeOf(outcome: Exclude<Outcome, { kind: "posted" }>): Prisma.TweetUncheckedUpdateManyInput {
  switch (outcome.kind) {
    case "unknown":
      return { status: "UNCONFIRMED", failureDetail: outcome.detail };
    case "refused":
      return { status: "FAILED", failureKind: outcome.failure, failureDetail: outcome.detail };
    case "later":
      // Its message has been used: under the same deduplication id QStash would answer with that one again.
      return { status: "SCHEDULED", nextAttemptAt: outcome.nextAttemptAt, arming: { increment: 1 } };
  }
}

async function writePart(tx: Tx, claim: Claimed, outcome: Outcome, now: Date): Promise<void> {
  if (outcome.kind === "unknown") return;
  const where = { id: claim.part.id, xId: null };
  if (outcome.kind === "posted") {
    await tx.part.updateMany({ where, data: { state: "SENT", xId: outcome.xId, sentAt: now } });
  } else {
    await tx.part.updateMany({ where, data: { state: "WAITING", sendingAt: null } });
  }
}

function outcomeDetail(outcome: Outcome): Prisma.InputJsonObject {
  switch (outcome.kind) {
    case "posted":
      return { xId: outcome.xId };
    case "later":
      return { detail: outcome.detail, ...(outcome.hold ? { hold: outcome.hold.reason } : {}) };
    case "refused":
      return { detail: outcome.detail, failure: outcome.failure };
    case "unknown":
      return { detail: outcome.detail };
  }
}
