// What came of an attempt, written under its id. Once the attempt is closed nobody else's outcome counts; only a
// late "posted" is recorded whatever the state, so that what X accepted is never posted again.
import type { FailureKind, HoldReason } from "~/domain/outcome";
import type { Prisma } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { markUnwanted } from "./cancel-messages";
import type { Claimed } from "./claim";
import { moveTweet, withoutPast } from "./move-tweet";

export type Outcome =
  | { kind: "posted"; xId: string }
  | { kind: "unknown"; detail: string }
  | { kind: "refused"; failure: FailureKind; detail: string; httpStatus: number | null }
  | {
      kind: "later";
      /** Not before this; null where a hold decides. */
      nextAttemptAt: Date | null;
      hold: {
        scope: "account" | "app";
        reason: HoldReason;
        until: Date | null;
        /** About this version of the account's tokens; a newer one is not held. Null for any. */
        tokenVersion: number | null;
      } | null;
      detail: string;
      httpStatus: number | null;
    };

/** Writes the outcome, the move and the part in one transaction. Returns false when somebody else closed the attempt. */
export async function recordOutcome(tx: Tx, claim: Claimed, outcome: Outcome, now: Date): Promise<boolean> {
  const closed = await tx.attempt.updateMany({
    where: { id: claim.attemptId, endedAt: null },
    data: {
      endedAt: now,
      outcome: outcome.kind,
      httpStatus: "httpStatus" in outcome ? outcome.httpStatus : null,
      detail: "detail" in outcome ? outcome.detail : null,
    },
  });
  if (closed.count === 0) return outcome.kind === "posted" && recordLate(tx, claim, outcome.xId, now);
  await writePart(tx, claim, outcome, now);
  if (outcome.kind === "later" && outcome.hold) await writeHold(tx, claim, outcome.hold, outcome.detail, now);
  const isMoved = await moveOn(tx, claim, outcome, now);
  // A tweet that its owner asked to stop is not put off: sending it later would be sending it again.
  return isMoved || (outcome.kind === "later" && moveOn(tx, claim, stopped, now));
}

const stopped: Outcome = {
  kind: "refused",
  failure: "stopped",
  detail: "X put it off, and it was not sent again.",
  httpStatus: null,
};

async function moveOn(tx: Tx, claim: Claimed, outcome: Outcome, now: Date): Promise<boolean> {
  const moved = await moveTweet(tx, {
    guard: {
      id: claim.tweetId,
      revision: claim.revision,
      status: "PUBLISHING",
      ...(outcome.kind === "later" ? { stopRequestedAt: null } : {}),
    },
    data: { leaseUntil: null, ...changeOf(outcome, now) },
    kind: eventOf[outcome.kind],
    actor: claim.via,
    now,
    detail: { attemptId: claim.attemptId, ...outcomeDetail(outcome) },
  });
  return moved !== null;
}

/**
 * X's "created" came after the attempt was given up. Whatever its owner did meanwhile, it is up: the tweet shows the text
 * that X has, and is never posted again. Only a publication under way keeps its own course.
 */
async function recordLate(tx: Tx, claim: Claimed, xId: string, now: Date): Promise<boolean> {
  const tweet = await tx.tweet.findUnique({ where: { id: claim.tweetId } });
  if (!tweet || tweet.status === "PUBLISHED" || tweet.status === "PUBLISHING") return false;
  const moved = await moveTweet(tx, {
    guard: { id: tweet.id, revision: tweet.revision, status: tweet.status },
    data: {
      ...withoutPast,
      status: "PUBLISHED",
      revision: tweet.revision + 1,
      publishedAt: now,
    },
    kind: "posted, learned late",
    actor: claim.via,
    now,
    detail: { attemptId: claim.attemptId, xId, revision: claim.revision },
  });
  if (!moved) return false;
  await tx.part.updateMany({
    where: { id: claim.part.id, xId: null },
    data: { state: "SENT", xId, sentAt: now, text: claim.part.text },
  });
  await markUnwanted(tx, tweet.id, now);
  return true;
}

const eventOf = { posted: "posted", unknown: "unconfirmed", refused: "failed", later: "put off" } as const;

function changeOf(outcome: Outcome, now: Date): Prisma.TweetUncheckedUpdateManyInput {
  switch (outcome.kind) {
    case "posted":
      return {
        status: "PUBLISHED",
        publishedAt: now,
        nextAttemptAt: null,
        failureKind: null,
        failureDetail: null,
      };
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

async function writeHold(
  tx: Tx,
  claim: Claimed,
  hold: NonNullable<Extract<Outcome, { kind: "later" }>["hold"]>,
  detail: string,
  now: Date,
): Promise<void> {
  if (hold.scope === "account") {
    await tx.xAccount.updateMany({
      where: {
        id: claim.accountId,
        ...(hold.tokenVersion === null ? {} : { tokenVersion: hold.tokenVersion }),
      },
      data: { holdReason: hold.reason, holdUntil: hold.until, holdDetail: detail },
    });
    return;
  }
  const data = { until: hold.until, detail, since: now };
  await tx.appHold.upsert({
    where: { reason: hold.reason },
    create: { reason: hold.reason, ...data },
    update: data,
  });
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
