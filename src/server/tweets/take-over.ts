// Takes the lease of a publication that is over, so that nobody else sends or settles meanwhile. A part that was never
// marked as being sent is surely absent, and needs no look at X.
import { policy } from "~/domain/policy";
import type { Settling } from "~/domain/settle";
import type { Attempt, Part } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";
import type { Via } from "./claim";
import { type Doubt, latestEndMs, readDoubt, refusedAsDuplicate } from "./doubt";
import { lockTweet, type TweetWithParts } from "./lock-tweet";
import { toClaimed } from "./open-attempt";
import { recordOutcome } from "./record-outcome";

/** A part that is to be looked up at X, and the lease under which. */
export type Held = { kind: "held"; attemptId: string; leaseUntil: Date; settling: Settling; doubt: Doubt };

export type TakenOver = Held | { kind: "expired"; isPutOff: boolean };

/**
 * @param ownLease the end of the lease that the caller itself holds: it need not wait for it.
 * @returns null where there is nothing to settle, or the lease is another's.
 */
export async function takeOver(
  c: Collaborators,
  tweetId: string,
  via: Via,
  ownLease?: Date,
): Promise<TakenOver | null> {
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    const present = await lockPresent(tx, tweetId);
    if (!present) return null;
    const { tweet, attempt, part } = present;
    const isOwn = ownLease !== undefined && tweet.leaseUntil?.getTime() === ownLease.getTime();
    if (!isOwn && tweet.leaseUntil && tweet.leaseUntil > now) return null;
    return attempt.sendingAt === null && part.state === "WAITING"
      ? expire(tx, present, via, now)
      : hold(tx, present, now);
  });
}

export type Present = { tweet: TweetWithParts; attempt: Attempt; part: Part };

/** A tweet that is PUBLISHING, locked, with its open attempt; null where it is not. */
export async function lockPresent(tx: Tx, tweetId: string): Promise<Present | null> {
  const tweet = await lockTweet(tx, tweetId);
  const attempt = await tx.attempt.findFirst({ where: { tweetId, endedAt: null } });
  const part = tweet.parts.find(({ position }) => position === attempt?.partPosition);
  return tweet.status === "PUBLISHING" && attempt && part ? { tweet, attempt, part } : null;
}

async function expire(tx: Tx, { tweet, attempt, part }: Present, via: Via, now: Date): Promise<TakenOver> {
  const claim = { ...toClaimed(tweet, part, attempt), via };
  const detail = "Roost stopped before sending it.";
  const { isPutOff } = await recordOutcome(tx, claim, { kind: "expired", detail }, now);
  return { kind: "expired", isPutOff };
}

async function hold(tx: Tx, { tweet, attempt, part }: Present, now: Date): Promise<Held> {
  const leaseUntil = new Date(now.getTime() + policy.settle.leaseMs);
  const settlingSince = attempt.settlingSince ?? now;
  await tx.tweet.update({ where: { id: tweet.id }, data: { leaseUntil } });
  await tx.attempt.update({ where: { id: attempt.id }, data: { leaseUntil, settlingSince } });
  const doubt = await readDoubt(tx, tweet, part);
  const resends = await tx.attempt.count({
    where: { tweetId: tweet.id, partPosition: part.position, outcome: "absent" },
  });
  const settling: Settling = {
    deadlineMs: attempt.deadlineAt?.getTime() ?? latestEndMs(new Date(doubt.sentMs)),
    sinceMs: settlingSince.getTime(),
    absentSinceMs: attempt.absentSince?.getTime() ?? null,
    failedLooks: attempt.failedLooks,
    mayResend: resends === 0 && attempt.httpStatus !== refusedAsDuplicate,
  };
  return { kind: "held", attemptId: attempt.id, leaseUntil, settling, doubt };
}
