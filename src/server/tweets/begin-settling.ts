// X did not say whether it posted a part. Its attempt stays open, so that nothing else is sent meanwhile, and the
// account's timeline is asked.
import { policy } from "~/domain/policy";
import type { Tx } from "../db";
import type { Claimed } from "./claim";
import { moveTweet } from "./move-tweet";

/**
 * Ends the worker's lease soon, for the first look. In the transaction that has locked the tweet.
 * @returns when the first look is; null when somebody else closed the attempt or settles it already.
 */
export async function beginSettling(
  tx: Tx,
  claim: Claimed,
  outcome: { detail: string; httpStatus: number | null },
  now: Date,
): Promise<Date | null> {
  const leaseUntil = new Date(now.getTime() + policy.settle.firstLookMs);
  const kept = await tx.attempt.updateMany({
    where: { id: claim.attemptId, endedAt: null, settlingSince: null },
    data: { leaseUntil, settlingSince: now, detail: outcome.detail, httpStatus: outcome.httpStatus },
  });
  if (kept.count === 0) return null;
  const moved = await moveTweet(tx, {
    guard: { id: claim.tweetId, revision: claim.revision, status: "PUBLISHING" },
    data: { leaseUntil },
    kind: "outcome unknown",
    actor: claim.via,
    now,
    detail: { attemptId: claim.attemptId, part: claim.part.position, detail: outcome.detail },
  });
  return moved ? leaseUntil : null;
}
