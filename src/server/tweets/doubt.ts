// A part that X may have posted or not: what is looked for on the account's timeline, and in which window of time.

import { policy } from "~/domain/policy";
import type { PartInDoubt, Window } from "~/domain/post-match";
import type { Attempt, Part } from "~/generated/prisma/client";
import type { Tx } from "../db";
import type { TweetWithParts } from "./lock-tweet";
import { replyTargetOf } from "./reply-target";

export type Doubt = {
  tweetId: string;
  revision: number;
  accountId: string;
  xUserId: string;
  position: number;
  part: PartInDoubt;
  /** When it was last sent. */
  sentMs: number;
  /** The posts that are read: from before the first try at it that X may have carried out, until after the last. */
  sinceMs: number;
  untilMs: number;
  /** Those among them that may be it. */
  windows: Window[];
};

/**
 * How tries at a part end that X may have carried out all the same: "denied" by its owner, who may have been mistaken;
 * "unknown" of rows from before timelines were read.
 */
export const unclearOutcomes = ["absent", "unconfirmed", "denied", "unknown"];

/** An outcome that is unknown though X answered 403: it called the post a duplicate of one whose outcome was unknown. */
export const refusedAsDuplicate = 403;

/** What is to be looked for, as the rows say now. */
export async function readDoubt(tx: Tx, tweet: TweetWithParts, part: Part): Promise<Doubt> {
  const [account, files, attempts] = await Promise.all([
    tx.xAccount.findUniqueOrThrow({ where: { id: tweet.accountId }, select: { xUserId: true } }),
    tx.partMedia.findMany({ where: { partId: part.id }, select: { xMediaKey: true } }),
    tx.attempt.findMany({
      where: {
        tweetId: tweet.id,
        partPosition: part.position,
        OR: [{ endedAt: null }, { outcome: { in: unclearOutcomes } }],
      },
      orderBy: { startedAt: "asc" },
    }),
  ]);
  const first = attempts[0];
  const last = attempts.at(-1);
  const sentAt = last?.sendingAt ?? part.sendingAt ?? last?.startedAt ?? tweet.statusSince;
  const deadlineMs = last?.deadlineAt?.getTime() ?? latestEndMs(sentAt);
  return {
    tweetId: tweet.id,
    revision: tweet.revision,
    accountId: tweet.accountId,
    xUserId: account.xUserId,
    position: part.position,
    part: {
      text: part.text,
      mediaKeys: files.map(({ xMediaKey }) => xMediaKey),
      replyToXId: replyTargetOf(tweet.parts, part.position),
    },
    sentMs: sentAt.getTime(),
    sinceMs: (first?.startedAt ?? sentAt).getTime() - policy.settle.lookBackMs,
    untilMs: deadlineMs + policy.settle.lookBackMs,
    windows: attempts.map((one) => windowOf(one, one.sendingAt ?? part.sendingAt ?? one.startedAt)),
  };
}

/**
 * What X created before a part was sent is another post of the same words. X may be slow; but once its owner has looked
 * and not seen it, only what is as old as the call itself is that try's: whatever came later may be by the owner's hand.
 */
function windowOf({ deadlineAt, outcome }: Attempt, sentAt: Date): Window {
  const { clockSkewMs, lookBackMs } = policy.settle;
  const deadlineMs = deadlineAt?.getTime() ?? latestEndMs(sentAt);
  return {
    sinceMs: sentAt.getTime() - clockSkewMs,
    untilMs: deadlineMs + (outcome === "denied" ? clockSkewMs : lookBackMs),
  };
}

/** When a create call that began then has ended at the latest. */
export function latestEndMs(sentAt: Date): number {
  return sentAt.getTime() + policy.publish.sendDeadlineMs + policy.publish.callTimeoutMs;
}
