// X has created a part twice: one of its answers came only after the other had been recorded. Nothing can be taken
// back here; both ids are kept, and its owner is told. A post that is another tweet's is none too many.
import type { Tx } from "../db";
import { recordFlight } from "../flight-recorder";
import type { Claimed } from "./claim";
import type { TweetWithParts } from "./lock-tweet";
import { tell } from "./tell";

/** @param tweet as it is, locked; its part holds another id. @param xId of the post that is one too many. */
export async function recordTwice(
  tx: Tx,
  claim: Claimed,
  tweet: TweetWithParts,
  xId: string,
  now: Date,
): Promise<void> {
  if (await tx.part.findUnique({ where: { xId }, select: { id: true } })) return;
  const { attemptId, part, via: actor } = claim;
  const { id: tweetId, userId, accountId } = tweet;
  const detail = { attemptId, part: part.position, xId };
  await recordFlight(tx, [{ tweetId, userId, at: now, actor, kind: "posted twice", detail }]);
  const key = `upTwice:${tweetId}:${xId}`;
  await tell(tx, { kind: "upTwice", detail: { xId, attemptId }, key, userId, tweetId, accountId, at: now });
}
