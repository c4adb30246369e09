// What came of asking X to delete one post: it is gone, it is asked again later, or X does not do it and the owner is
// told. Recorded before anything else is deleted.
import { holdWords } from "~/domain/hold-words";
import { meaningOf } from "~/domain/outcome";
import { policy } from "~/domain/policy";
import { nextRemovalMs } from "~/domain/removal";
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";
import { recordFlight } from "../flight-recorder";
import { troubleOf } from "../x/token-trouble";
import { laterOutcome } from "./later-outcome";
import { lockTweet, type TweetWithParts } from "./lock-tweet";
import { type Actor, moveTweet } from "./move-tweet";
import type { Answered } from "./remove-parts";
import { finishRollBack, lastOut, type Removal, unfinishedRollBack } from "./take-removal";
import { writeHold } from "./write-hold";

/** Returns whether the holder may go on with the next post. */
export async function recordRemoval(
  c: Collaborators,
  removal: Removal,
  answer: Answered,
  actor: Actor,
): Promise<boolean> {
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    const tweet = await lockTweet(tx, removal.tweetId);
    if (answer.meaning.kind === "gone") {
      await note(tx, removal, answer, actor, now, null);
      return recordGone(tx, tweet, removal, actor, now);
    }
    const isMine = tweet.rollbackAfter?.getTime() === removal.lease.getTime();
    const failures = tweet.rollbackFailures + 1;
    const askedAtMs = tweet.rollbackRequestedAt?.getTime() ?? now.getTime();
    const againMs = nextRemovalMs(answer.meaning, { failures, askedAtMs }, now.getTime(), policy);
    await note(tx, removal, answer, actor, now, againMs);
    if (!isMine) return false;
    const error = await errorOf(tx, tweet, answer, actor, now);
    const data = {
      rollbackFailures: failures,
      rollbackError: error,
      rollbackAfter: againMs === null ? null : new Date(againMs),
    };
    if (againMs !== null) await tx.tweet.updateMany({ where: { id: tweet.id }, data });
    else {
      await moveTweet(tx, {
        guard: unfinishedRollBack(tweet.id),
        data,
        kind: "roll-back stuck",
        actor,
        now,
        detail: { part: removal.part.position, words: error },
      });
    }
    return false;
  });
}

/** Why it is not gone yet, for its owner. Without a token the account is held, as when it was to post. */
async function errorOf(
  tx: Tx,
  { id, userId, revision, accountId }: TweetWithParts,
  { meaning, noToken }: Answered,
  via: Actor,
  now: Date,
): Promise<string> {
  const detail = meaning.kind === "gone" ? "" : meaning.detail;
  const trouble = noToken ? meaningOf(troubleOf(noToken), { afterUnknown: false }) : null;
  if (!noToken || trouble?.kind !== "later" || !trouble.hold) return detail;
  const tokenVersion = "version" in noToken ? noToken.version : null;
  const outcome = laterOutcome(trouble, { now, attemptNumber: 1, tokenVersion, httpStatus: null });
  await writeHold(tx, { tweetId: id, revision, accountId, via }, userId, outcome, now);
  return holdWords(trouble.hold.reason, trouble.hold.scope);
}

/** It is gone whoever asked for it: that counts even when somebody else has taken over. */
async function recordGone(
  tx: Tx,
  tweet: TweetWithParts,
  { part }: Removal,
  actor: Actor,
  now: Date,
): Promise<boolean> {
  const removed = await tx.part.updateMany({
    where: { id: part.id, state: "SENT" },
    data: { state: "REMOVED", removedAt: now },
  });
  if (removed.count === 0) return true;
  await moveTweet(tx, {
    guard: unfinishedRollBack(tweet.id),
    data: { rollbackFailures: 0, rollbackError: null },
    kind: "part removed",
    actor,
    now,
    detail: { part: part.position, xId: part.xId },
  });
  const rest = tweet.parts.filter(({ id }) => id !== part.id);
  if (lastOut({ ...tweet, parts: rest })) return true;
  await finishRollBack(tx, tweet.id, actor, now);
  return false;
}

async function note(
  tx: Tx,
  { tweetId, part }: Removal,
  { meaning, httpStatus }: Answered,
  actor: Actor,
  now: Date,
  againMs: number | null,
): Promise<void> {
  const detail = {
    part: part.position,
    gone: meaning.kind === "gone",
    status: httpStatus,
    words: meaning.kind === "gone" ? "" : meaning.detail,
    ...(againMs === null ? {} : { againAt: new Date(againMs).toISOString() }),
  };
  await recordFlight(tx, [{ tweetId, at: now, kind: "removal answered", actor, detail }]);
}
