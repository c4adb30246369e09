// X's answer to an earlier try came when another try at the part was out there: its outcome is not known, and from now
// on nobody looks for its post. Its owner is told that it may be up too; once X answers it, recordTwice names its post.
import type { Attempt } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { recordFlight } from "../flight-recorder";
import type { Claimed } from "./claim";
import { refusedAsDuplicate } from "./doubt";
import type { TweetWithParts } from "./lock-tweet";
import { tell } from "./tell";

/** How an attempt is closed that was still open when X's answer to an earlier one came. */
export const overtaken = "overtaken";

/**
 * X's answer to it came after all, and X did not post it: what was told of it is over. Where new words were on their way
 * with it, they are not up: that is told now.
 * @param tweet as it is, locked. Nothing is written where the part is not known to be up.
 */
export async function endWarning(
  tx: Tx,
  claim: Claimed,
  tweet: TweetWithParts,
  answer: "refused" | "later" | "duplicate",
  now: Date,
): Promise<void> {
  const { attemptId, part } = claim;
  const standing = tweet.parts.find(({ position }) => position === part.position);
  if (!standing?.xId || (answer === "duplicate" && !isOfThese(claim, tweet))) return;
  const { count } = await tx.attempt.updateMany({
    where: { id: attemptId, outcome: { in: [overtaken, "unconfirmed"] } },
    data: { outcome: answer === "duplicate" ? "refused" : answer },
  });
  if (count === 0) return;
  const { id: tweetId, userId, accountId } = tweet;
  const warning = await tx.notification.findUnique({
    where: { userId_key: { userId, key: keyOf(tweetId, attemptId) } },
  });
  if ((warning?.detail as { words?: unknown } | undefined)?.words !== "new") return;
  const key = `upAfterAll:${tweetId}:${attemptId}`;
  const detail = { from: "PUBLISHING", words: "new" } as const;
  await tell(tx, { kind: "upAfterAll", detail, key, userId, tweetId, accountId, at: now });
}

const keyOf = (tweetId: string, attemptId: string) => `maybeTwice:${tweetId}:${attemptId}`;

/** The part has the words that the claim sent. */
function isOfThese({ part }: Claimed, { parts }: TweetWithParts): boolean {
  return parts.find(({ position }) => position === part.position)?.text === part.text;
}

/**
 * The try at the claimed part, beside the claim's own, that was sent and whose outcome is not known; null without one. One
 * that X called a duplicate is one of the claim's own post, unless it was of other words: then these may be up.
 * @param tweet as it is, locked
 */
export function findAnother(tx: Tx, claim: Claimed, tweet: TweetWithParts): Promise<Attempt | null> {
  const { tweetId, attemptId, part } = claim;
  const notRefused = [{ httpStatus: null }, { httpStatus: { not: refusedAsDuplicate } }];
  return tx.attempt.findFirst({
    where: {
      tweetId,
      id: { not: attemptId },
      partPosition: part.position,
      sendingAt: { not: null },
      OR: [{ endedAt: null }, { outcome: "unconfirmed" }],
      ...(isOfThese(claim, tweet) ? { AND: { OR: notRefused } } : {}),
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
  const words = isOfThese(claim, tweet) ? "same" : "new";
  const key = keyOf(tweetId, another.id);
  const detail = { words, attemptId: another.id } as const;
  await tell(tx, { kind: "maybeTwice", detail, key, userId, tweetId, accountId, at: now });
}
