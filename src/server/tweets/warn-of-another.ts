// X's answer to an earlier try came when another try at the part was out there: its outcome is not known, and from now
// on nobody looks for its post. Its owner is told that it may be up too; once X answers it, recordTwice names its post.
import type { Attempt } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { recordFlight } from "../flight-recorder";
import type { Claimed } from "./claim";
import type { TweetWithParts } from "./lock-tweet";
import { tell } from "./tell";

/** How an attempt is closed that was still open when X's answer to an earlier one came. */
export const overtaken = "overtaken";

/** X's answer to it came after all, and X did not post it: what was told of it is over. */
export async function endWarning(
  tx: Tx,
  { attemptId }: Claimed,
  outcome: "refused" | "later",
): Promise<void> {
  await tx.attempt.updateMany({ where: { id: attemptId, outcome: overtaken }, data: { outcome } });
}

/** The try at the claimed part, beside the claim's own, that was sent and whose outcome is not known; null without one. */
export function findAnother(tx: Tx, { tweetId, attemptId, part }: Claimed): Promise<Attempt | null> {
  return tx.attempt.findFirst({
    where: {
      tweetId,
      id: { not: attemptId },
      partPosition: part.position,
      sendingAt: { not: null },
      OR: [{ endedAt: null }, { outcome: "unconfirmed" }],
    },
    orderBy: { startedAt: "desc" },
  });
}

/** @param tweet as it was, locked: its part has the words with which the other try was sent. */
export async function warnOfAnother(
  tx: Tx,
  claim: Claimed,
  tweet: TweetWithParts,
  another: Attempt,
  now: Date,
): Promise<void> {
  const { part, via: actor } = claim;
  const { id: tweetId, userId, accountId } = tweet;
  const about = { attemptId: another.id, part: part.position };
  await recordFlight(tx, [{ tweetId, userId, at: now, actor, kind: "maybe twice", detail: about }]);
  const standing = tweet.parts.find(({ position }) => position === part.position);
  const words = standing?.text === part.text ? "same" : "new";
  const key = `maybeTwice:${tweetId}:${another.id}`;
  const detail = { words, attemptId: another.id } as const;
  await tell(tx, { kind: "maybeTwice", detail, key, userId, tweetId, accountId, at: now });
}
