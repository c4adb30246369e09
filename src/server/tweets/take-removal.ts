// Who deletes a rolled back thread's posts at X, and which one comes next: one worker at a time, the last part first.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";
import { lockTweet, type TweetWithParts } from "./lock-tweet";
import { type Actor, moveTweet } from "./move-tweet";

/** One post that its holder may ask X to delete now. */
export type Removal = {
  tweetId: string;
  accountId: string;
  part: { id: string; position: number; xId: string };
  /** Until when nobody else takes it up; also what names the holder. */
  lease: Date;
};

/**
 * The next post to delete, held for one call to X.
 * @param held the lease that the caller has; null to take the roll-back up when its time has come.
 * @returns null when nothing is left, when somebody else has it, or when its time has not come.
 */
export async function takeNextRemoval(
  c: Collaborators,
  tweetId: string,
  held: Date | null,
  actor: Actor,
): Promise<Removal | null> {
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    const tweet = await lockTweet(tx, tweetId);
    if (!tweet.rollbackAfter || tweet.rolledBackAt) return null;
    const isMine = held ? tweet.rollbackAfter.getTime() === held.getTime() : tweet.rollbackAfter <= now;
    if (!isMine) return null;
    const part = lastOut(tweet);
    if (!part) {
      await finishRollBack(tx, tweetId, actor, now);
      return null;
    }
    const lease = new Date(now.getTime() + policy.rollBack.leaseMs);
    await tx.tweet.updateMany({ where: { id: tweetId }, data: { rollbackAfter: lease } });
    return { tweetId, accountId: tweet.accountId, part, lease };
  });
}

/** The last part that is still out. */
export function lastOut({ parts }: TweetWithParts): Removal["part"] | null {
  const part = parts.findLast(({ state }) => state === "SENT");
  return part?.xId ? { id: part.id, position: part.position, xId: part.xId } : null;
}

/** What a move of a roll-back that is not done is guarded by. */
export function unfinishedRollBack(tweetId: string) {
  return {
    id: tweetId,
    status: "CANCELLED",
    rollbackRequestedAt: { not: null },
    rolledBackAt: null,
  } as const;
}

/** Nothing of it is out any more. */
export async function finishRollBack(tx: Tx, tweetId: string, actor: Actor, now: Date): Promise<void> {
  await moveTweet(tx, {
    guard: unfinishedRollBack(tweetId),
    data: { rolledBackAt: now, rollbackAfter: null, rollbackError: null },
    kind: "rolled back",
    actor,
    now,
  });
}
