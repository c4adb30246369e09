// X's "created" for a post that Roost has meanwhile taken for another tweet of the same words. The answer is kept and
// nothing is sent again: which of the two tweets has the post is for their owner to say.
import type { Collaborators } from "../collaborators";
import { noteFlight } from "../flight-recorder";
import type { Claimed } from "./claim";
import { type Recorded, recordOutcome } from "./record-outcome";

/** @returns null where no other part holds the post. @throws only when the database cannot be reached. */
export async function recordTaken(c: Collaborators, claim: Claimed, xId: string): Promise<Recorded | null> {
  const holder = await c.db.part.findUnique({ where: { xId }, select: { id: true } });
  if (!holder || holder.id === claim.part.id) return null;
  const { tweetId, revision, attemptId, part, via: actor } = claim;
  c.log.error({ tweetId, attemptId, xId }, "tweet.post_taken");
  const detail = `X created it as post ${xId}, which Roost had already taken for another tweet with the same words.`;
  const answered = {
    attemptId,
    part: part.position,
    answer: "response",
    status: 201,
    words: detail,
  } as const;
  await noteFlight(c, [{ tweetId, revision, actor, kind: "answered", detail: answered }]);
  const now = await c.clock.now();
  const outcome = { kind: "unconfirmed", detail, because: "taken" } as const;
  return c.db.$transaction((tx) => recordOutcome(tx, claim, outcome, now));
}
