// An attempt is one try at one part, written open before X is called. A tweet has one open attempt at the most.
import { randomUUID } from "node:crypto";
import type { Attempt, Part } from "~/generated/prisma/client";
import type { Tx } from "../db";
import type { Claimed, Via } from "./claim";

type Sendable = { id: string; revision: number; accountId: string; parts: Part[] };

/** The first part that is not out; null when all are. */
export function nextPart(parts: Part[]): Part | null {
  return parts.find(({ xId }) => xId === null) ?? null;
}

/** How an attempt ends that waits for somebody's act: an account connected again, credits added. */
export const heldOutcome = "held";

/** Tries at this part in this revision that have been begun, but for those that ended on a hold without an end. */
export function countAttempts(tx: Tx, tweet: Pick<Sendable, "id" | "revision">, part: Part): Promise<number> {
  return tx.attempt.count({
    where: {
      tweetId: tweet.id,
      revision: tweet.revision,
      partPosition: part.position,
      OR: [{ outcome: null }, { outcome: { not: heldOutcome } }],
    },
  });
}

/** Opens the attempt at a part, for whoever holds the tweet's lease until then. */
export async function openAttempt(
  tx: Tx,
  tweet: Sendable,
  part: Part,
  via: Via,
  { now, leaseUntil }: { now: Date; leaseUntil: Date },
): Promise<Claimed> {
  const attemptNumber = (await countAttempts(tx, tweet, part)) + 1;
  const { id, revision } = tweet;
  const attempt = await tx.attempt.create({
    data: {
      id: randomUUID(),
      tweetId: id,
      revision,
      partPosition: part.position,
      via,
      startedAt: now,
      leaseUntil,
    },
  });
  return toClaimed(tweet, part, attempt, attemptNumber);
}

/** What an attempt's holder may send. */
export function toClaimed(
  tweet: Pick<Sendable, "accountId" | "parts">,
  { id, position, text }: Part,
  attempt: Attempt,
  attemptNumber: number,
): Claimed {
  return {
    tweetId: attempt.tweetId,
    revision: attempt.revision,
    accountId: tweet.accountId,
    attemptId: attempt.id,
    attemptNumber,
    part: { id, position, text },
    probes: [],
    replyToXId: tweet.parts.findLast((part) => part.position < position)?.xId ?? null,
    via: attempt.via as Via,
  };
}
