// The claim takes a due tweet for one publication: a compare-and-set and the open attempt in one transaction, before
// X is called. Any number of deliveries and sweeps may try; one wins, and goes on at the first part that is not out.
import { policy } from "~/domain/policy";
import { dueAtMs, isPastLateness } from "~/domain/schedule";
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";
import { failUnclaimed } from "./fail-unclaimed";
import { type TweetRow, toLimited, tweetInclude } from "./find-tweet";
import { type AppHoldInForce, findAppHold, holdsOn, isAccountHeld } from "./holds";
import { missedCause } from "./missed-cause";
import { moveTweet, withoutMessage } from "./move-tweet";
import { nextPart, openAttempt, readTries } from "./open-attempt";
import { ProbeTaken, takeProbe } from "./take-probe";

export type Via = "qstash" | "sweep";

/** The one part that its holder may send now, under the open attempt. */
export type Claimed = {
  tweetId: string;
  revision: number;
  accountId: string;
  attemptId: string;
  /** From 1, at this part in this revision. */
  attemptNumber: number;
  /** An earlier try at this part had an unknown outcome: X may call this one a duplicate. */
  afterUnknown: boolean;
  part: { id: string; position: number; text: string };
  /** X's id of the part before, to which this one replies; null for the first. */
  replyToXId: string | null;
  /** The holds on the whole app that it goes ahead of: when it is posted, they are over. */
  probes: string[];
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
  const claim = c.db.$transaction(async (tx): Promise<ClaimAnswer> => {
    const tweet = await tx.tweet.findUnique({ where: { id: target.tweetId }, include: tweetInclude });
    const appHold = await findAppHold(tx, now);
    const refusal = await refuse(tx, tweet, target.revision, via, now, appHold);
    if (refusal) return refusal;
    return tweet ? take(tx, tweet, via, now, appHold) : { kind: "ignored", why: "no such tweet" };
  });
  return claim.catch((error: unknown) => {
    if (error instanceof ProbeTaken) return { kind: "ignored", why: error.message };
    throw error;
  });
}

async function refuse(
  tx: Tx,
  tweet: TweetRow | null,
  revision: number,
  via: Via,
  now: Date,
  appHold: AppHoldInForce | null,
): Promise<ClaimAnswer | null> {
  if (!tweet || tweet.deletedAt) return { kind: "ignored", why: "no such tweet" };
  if (tweet.revision !== revision)
    return { kind: "ignored", why: `revision ${revision} is not the present one` };
  if (tweet.status !== "SCHEDULED" || !tweet.scheduledFor) {
    return { kind: "ignored", why: `the tweet is ${tweet.status}` };
  }
  const [hold] = holdsOn(tweet.account, appHold, now);
  if (isPastLateness(toLimited(tweet), now.getTime(), policy)) {
    return failUnclaimed(tx, tweet, via, now, await missedCause(tx, tweet, hold ?? null));
  }
  const earlyByMs = dueAtMs(tweet.scheduledFor.getTime(), tweet.nextAttemptAt?.getTime()) - now.getTime();
  if (earlyByMs > 0) return { kind: "early", byMs: earlyByMs };
  const mayProbe = appHold !== null && appHold.probes.length > 0 && !isAccountHeld(tweet.account, now);
  return hold && !mayProbe ? { kind: "ignored", why: `on hold: ${hold.reason}` } : null;
}

async function take(
  tx: Tx,
  tweet: TweetRow,
  via: Via,
  now: Date,
  appHold: AppHoldInForce | null,
): Promise<ClaimAnswer> {
  const part = nextPart(tweet.parts);
  if (!part) return { kind: "ignored", why: "every part is out" };
  const tries = await readTries(tx, tweet, part);
  if (tries.count >= policy.publish.maxAttempts) {
    return failUnclaimed(tx, tweet, via, now, "tooManyAttempts");
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
  const probes = appHold ? await takeProbe(tx, appHold, now) : [];
  const claim = await openAttempt(tx, tweet, part, tries, { via, now, leaseUntil });
  return { kind: "claimed", claim: { ...claim, probes } };
}
