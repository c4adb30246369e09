// X's "created" came after its attempt was given up. Whatever its owner did meanwhile, it is up: the part shows what X
// has, its words and its files, and is never posted again.
import { afterLatePost } from "~/domain/late-post";
import { postTimeMs } from "~/domain/post-link";
import { toWholeSecond } from "~/domain/schedule";
import type { Prisma, Tweet } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { postedBetween } from "./adopt-part";
import { markUnwanted } from "./cancel-messages";
import type { Claimed } from "./claim";
import type { TweetWithParts } from "./lock-tweet";
import { moveTweet, withoutPast } from "./move-tweet";
import { recordTwice } from "./record-twice";
import { findAnother, overtaken, warnOfAnother } from "./warn-of-another";
import { type Shown, showAsSent } from "./write-media";

/**
 * Records the part, and where its tweet goes now.
 * @param tweet as it is, locked.
 * @returns the moved row; null when the part's post was known already: another one is told.
 */
export async function recordLate(
  tx: Tx,
  claim: Claimed,
  tweet: TweetWithParts,
  { xId, shown }: { xId: string; shown?: Shown[] },
  now: Date,
): Promise<Tweet | null> {
  const { position, text } = claim.part;
  const standing = tweet.parts.find((part) => part.position === position);
  if (standing?.xId) {
    if (standing.xId !== xId) await recordTwice(tx, claim, tweet, xId, now);
    return null;
  }
  const postedAt = await whenPosted(tx, claim, xId, now);
  const another = await findAnother(tx, claim, tweet);
  // An attempt that is open is at this very part: it waits no longer, and its worker finds it closed.
  await tx.attempt.updateMany({
    where: { tweetId: tweet.id, endedAt: null },
    data: { endedAt: now, outcome: overtaken, detail: "X's answer to an earlier attempt came: it is up." },
  });
  const data = changeOf(claim, tweet, postedAt, now);
  const moved = await moveTweet(tx, {
    guard: { id: tweet.id, revision: tweet.revision, status: tweet.status },
    data,
    kind: "posted, learned late",
    actor: claim.via,
    now,
    detail: {
      attemptId: claim.attemptId,
      part: position,
      xId,
      revision: claim.revision,
      ...(standing && standing.text !== text ? { replaced: standing.text } : {}),
      ...(another ? { another: another.id } : {}),
      ...(data.scheduledFor && tweet.scheduledFor ? { plannedFor: tweet.scheduledFor.toISOString() } : {}),
    },
  });
  if (!moved) return null;
  if (another) await warnOfAnother(tx, claim, tweet, another, now);
  const sent = { text, state: "SENT", xId, sentAt: postedAt } as const;
  const part = await tx.part.upsert({
    where: { tweetId_position: { tweetId: tweet.id, position } },
    update: sent,
    create: { id: claim.part.id, tweetId: tweet.id, position, ...sent },
    include: { media: { orderBy: { position: "asc" } } },
  });
  if (shown) await showAsSent(tx, part, shown, now);
  await markUnwanted(tx, tweet.id, now);
  return moved;
}

/** X's id tells it, within the time in which this attempt was under way. */
async function whenPosted(tx: Tx, { attemptId }: Claimed, xId: string, now: Date): Promise<Date> {
  const attempt = await tx.attempt.findUnique({ where: { id: attemptId } });
  const isNumber = /^\d+$/.test(xId);
  return attempt && isNumber
    ? postedBetween(new Date(postTimeMs(xId)), attempt.sendingAt ?? attempt.startedAt, now)
    : now;
}

function changeOf(
  claim: Claimed,
  tweet: TweetWithParts,
  postedAt: Date,
  now: Date,
): Prisma.TweetUncheckedUpdateManyInput {
  const { to, failure } = afterLatePost({
    status: tweet.status,
    isComplete: tweet.parts.every(({ position, xId }) => xId !== null || position === claim.part.position),
    isUnchanged: tweet.revision === claim.revision,
    isStopRequested: tweet.stopRequestedAt !== null,
    isRollBackRequested: tweet.rollbackRequestedAt !== null,
  });
  return {
    ...withoutPast,
    status: to,
    revision: tweet.revision + 1,
    startedAt: tweet.startedAt ?? postedAt,
    ...(to !== "PUBLISHED" && isAhead(tweet, now) ? { scheduledFor: toWholeSecond(now) } : {}),
    publishedAt: to === "PUBLISHED" ? postedAt : null,
    nextAttemptAt: to === "SCHEDULED" ? now : null,
    leaseUntil: null,
    nextLookAt: null,
    failureKind: failure,
    // Its owner wants what is out to be gone: that goes for this part too.
    ...(tweet.rollbackRequestedAt ? { rolledBackAt: null, rollbackAfter: now } : {}),
  };
}

/**
 * A thread that has begun has no later time: what its owner chose before is over, and would only keep the rest of it from
 * going out inside the thread's own limit.
 */
function isAhead({ startedAt, scheduledFor }: Tweet, now: Date): boolean {
  return startedAt === null && scheduledFor !== null && scheduledFor > now;
}
