// The claim takes a due tweet for one publication: a compare-and-set and the open attempt in one transaction, before
// X is called. Any number of deliveries and sweeps may try; one wins, and goes on at the first part that is not out.
import { policy } from "~/domain/policy";
import { dueAtMs, isPastLateness } from "~/domain/schedule";
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";
import { type TweetRow, toLimited, tweetInclude } from "./find-tweet";
import { findAppHold, isAccountHeld } from "./holds";
import { moveTweet, withoutMessage } from "./move-tweet";
import { countAttempts, nextPart, openAttempt } from "./open-attempt";

export type Via = "qstash" | "sweep";

/** The one part that its holder may send now, under the open attempt. */
export type Claimed = {
  tweetId: string;
  revision: number;
  accountId: string;
  attemptId: string;
  /** From 1, at this part in this revision. */
  attemptNumber: number;
  part: { id: string; position: number; text: string };
  /** X's id of the part before, to which this one replies; null for the first. */
  replyToXId: string | null;
  via: Via;
};

export type ClaimAnswer =
  | { kind: "claimed"; claim: Claimed }
  /** Nothing is to be done, and why: for QStash's log and ours. */
  | { kind: "ignored"; why: string }
  | { kind: "early"; byMs: number }
  | { kind: "failed"; why: string };

/** @param revision the one that the message names; an older one serves nothing any more. */
export async function claimTweet(
  c: Collaborators,
  target: { tweetId: string; revision: number },
  via: Via,
): Promise<ClaimAnswer> {
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    const tweet = await tx.tweet.findUnique({ where: { id: target.tweetId }, include: tweetInclude });
    const refusal = await refuse(tx, tweet, target.revision, via, now);
    if (refusal) return refusal;
    return tweet ? take(tx, tweet, via, now) : { kind: "ignored", why: "no such tweet" };
  });
}

async function refuse(
  tx: Tx,
  tweet: TweetRow | null,
  revision: number,
  via: Via,
  now: Date,
): Promise<ClaimAnswer | null> {
  if (!tweet || tweet.deletedAt) return { kind: "ignored", why: "no such tweet" };
  if (tweet.revision !== revision)
    return { kind: "ignored", why: `revision ${revision} is not the present one` };
  if (tweet.status !== "SCHEDULED" || !tweet.scheduledFor) {
    return { kind: "ignored", why: `the tweet is ${tweet.status}` };
  }
  const hold = heldBecause(tweet, await findAppHold(tx, now), now);
  if (isPastLateness(toLimited(tweet), now.getTime(), policy)) {
    return fail(tx, tweet, via, now, "missed", hold);
  }
  const earlyByMs = dueAtMs(tweet.scheduledFor.getTime(), tweet.nextAttemptAt?.getTime()) - now.getTime();
  if (earlyByMs > 0) return { kind: "early", byMs: earlyByMs };
  return hold ? { kind: "ignored", why: `on hold: ${hold}` } : null;
}

function heldBecause(tweet: TweetRow, appHold: { reason: string } | null, now: Date): string | null {
  if (appHold) return appHold.reason;
  return isAccountHeld(tweet.account, now) ? tweet.account.holdReason : null;
}

async function take(tx: Tx, tweet: TweetRow, via: Via, now: Date): Promise<ClaimAnswer> {
  const part = nextPart(tweet.parts);
  if (!part) return { kind: "ignored", why: "every part is out" };
  if ((await countAttempts(tx, tweet, part)) >= policy.publish.maxAttempts) {
    return fail(tx, tweet, via, now, "tooManyAttempts", null);
  }
  const leaseUntil = new Date(now.getTime() + policy.publish.leaseMs);
  const moved = await moveTweet(tx, {
    guard: {
      id: tweet.id,
      revision: tweet.revision,
      status: "SCHEDULED",
      scheduledFor: { lte: now },
      OR: [{ nextAttemptAt: null }, { nextAttemptAt: { lte: now } }],
    },
    data: { ...withoutMessage, status: "PUBLISHING", leaseUntil, stopRequestedAt: null },
    kind: "claimed",
    actor: via,
    now,
  });
  if (!moved) return { kind: "ignored", why: "somebody else took it" };
  return { kind: "claimed", claim: await openAttempt(tx, tweet, part, via, { now, leaseUntil }) };
}

async function fail(
  tx: Tx,
  tweet: TweetRow,
  via: Via,
  now: Date,
  failureKind: "missed" | "tooManyAttempts",
  hold: string | null,
): Promise<ClaimAnswer> {
  await moveTweet(tx, {
    guard: { id: tweet.id, revision: tweet.revision, status: "SCHEDULED" },
    data: {
      ...withoutMessage,
      status: "FAILED",
      failureKind,
      failureDetail: hold ? `It was on hold: ${hold}.` : null,
    },
    kind: "failed",
    actor: via,
    now,
    detail: { failureKind, ...(hold ? { hold } : {}) },
  });
  return { kind: "failed", why: failureKind };
}
