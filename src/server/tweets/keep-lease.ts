// The lease of an attempt, held on by its worker. Whoever has lost it to another, for a moment even, does nothing more.
import { policy } from "~/domain/policy";
import type { Tweet } from "~/generated/prisma/client";
import type { Tx } from "../db";
import type { Claimed } from "./claim";
import { holdRow } from "./lock-tweet";

/**
 * Renews the lease, as long as it runs and its part is not out.
 * @returns the tweet's row; null when somebody else has taken over.
 */
export async function keepLease(tx: Tx, claim: Claimed, now: Date): Promise<Tweet | null> {
  const leaseUntil = new Date(now.getTime() + policy.publish.leaseMs);
  await holdRow(tx, claim.tweetId);
  const [tweet] = await tx.tweet.updateManyAndReturn({
    where: {
      id: claim.tweetId,
      revision: claim.revision,
      status: "PUBLISHING",
      leaseUntil: { gt: now },
      attempts: { some: { id: claim.attemptId, endedAt: null, settlingSince: null } },
      parts: { some: { id: claim.part.id, xId: null } },
    },
    data: { leaseUntil },
  });
  if (!tweet) return null;
  await tx.attempt.updateMany({ where: { id: claim.attemptId }, data: { leaseUntil } });
  return tweet;
}
