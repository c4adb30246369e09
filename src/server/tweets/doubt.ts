// A part that X may have posted or not: what is looked for on the account's timeline, and in which window of time.

import { policy } from "~/domain/policy";
import type { PartInDoubt } from "~/domain/post-match";
import type { Part } from "~/generated/prisma/client";
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
  /** From before the first try at it that X may have carried out, until after the last. */
  sinceMs: number;
  untilMs: number;
};

/** How tries at a part end that X may have carried out all the same; "unknown" of rows from before timelines were read. */
export const unclearOutcomes = ["absent", "unconfirmed", "unknown"];

/** What is to be looked for, as the rows say now. */
export async function readDoubt(tx: Tx, tweet: TweetWithParts, part: Part): Promise<Doubt> {
  const [account, mediaCount, attempts] = await Promise.all([
    tx.xAccount.findUniqueOrThrow({ where: { id: tweet.accountId }, select: { xUserId: true } }),
    tx.partMedia.count({ where: { partId: part.id } }),
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
      hasMedia: mediaCount > 0,
      replyToXId: replyTargetOf(tweet.parts, part.position),
    },
    sentMs: sentAt.getTime(),
    sinceMs: (first?.startedAt ?? sentAt).getTime() - policy.settle.lookBackMs,
    untilMs: deadlineMs + policy.settle.lookBackMs,
  };
}

/** When a create call that began then has ended at the latest. */
export function latestEndMs(sentAt: Date): number {
  return sentAt.getTime() + policy.publish.sendDeadlineMs + policy.publish.callTimeoutMs;
}
