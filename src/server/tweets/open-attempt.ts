// An attempt is one try at one part, written open before X is called. A tweet has one open attempt at the most.
import { randomUUID } from "node:crypto";
import { policy } from "~/domain/policy";
import type { Attempt, Part } from "~/generated/prisma/client";
import type { Tx } from "../db";
import type { Claimed, Via } from "./claim";
import { unclearOutcomes } from "./doubt";
import { replyTargetOf } from "./reply-target";

type AnyPart = Pick<Part, "id" | "position" | "text" | "xId">;
type Sendable = { id: string; revision: number; userId: string; accountId: string; parts: AnyPart[] };

/** The first part that is not out; null when all are. */
export function nextPart<P extends AnyPart>(parts: P[]): P | null {
  return parts.find(({ xId }) => xId === null) ?? null;
}

/** How an attempt ends that waits for somebody's act, or for a time that X named. */
export const heldOutcome = "held";

/** What came of earlier tries at a part. */
export type Tries = {
  /** In this revision, but for those that were held. */
  count: number;
  /** The next one's, in this revision, the held ones too: with it the pause between two grows. */
  nextNumber: number;
  /** In any revision: the outcome of one was unknown, so X may have its post. */
  hasUnknown: boolean;
};

/** One try, at some part of a tweet. */
export type Try = Pick<Attempt, "partPosition" | "revision" | "outcome">;

/** Of all tries at a tweet's parts, those at this one. */
export function countTries(
  all: Try[],
  tweet: Pick<Sendable, "revision">,
  part: Pick<Part, "position">,
): Tries {
  const tries = all.filter(({ partPosition }) => partPosition === part.position);
  const present = tries.filter(({ revision }) => revision === tweet.revision);
  return {
    count: present.filter(({ outcome }) => outcome !== heldOutcome).length,
    nextNumber: present.length + 1,
    hasUnknown: tries.some(({ outcome }) => outcome !== null && unclearOutcomes.includes(outcome)),
  };
}

export async function readTries(
  tx: Tx,
  tweet: Pick<Sendable, "id" | "revision">,
  part: Pick<Part, "position">,
): Promise<Tries> {
  const tries = await tx.attempt.findMany({
    where: { tweetId: tweet.id, partPosition: part.position },
    select: { partPosition: true, revision: true, outcome: true },
  });
  return countTries(tries, tweet, part);
}

/** The latest tries at the claimed part in this revision, in a row, whose lease ran out before anything was sent. */
export async function countExpired(tx: Tx, { tweetId, revision, part }: Claimed): Promise<number> {
  const tries = await tx.attempt.findMany({
    where: { tweetId, revision, partPosition: part.position },
    orderBy: { startedAt: "desc" },
    select: { outcome: true },
    take: policy.publish.maxExpiredLeases,
  });
  const other = tries.findIndex(({ outcome }) => outcome !== "expired");
  return other < 0 ? tries.length : other;
}

/** Opens the attempt at a part, for whoever holds the tweet's lease until then. */
export async function openAttempt(
  tx: Tx,
  tweet: Sendable,
  part: AnyPart,
  tries: Tries,
  { via, now, leaseUntil }: { via: Via; now: Date; leaseUntil: Date },
): Promise<Claimed> {
  const { id, revision } = tweet;
  const attempt = await tx.attempt.create({
    data: {
      id: randomUUID(),
      tweetId: id,
      revision,
      partPosition: part.position,
      via,
      startedAt: now,
      leaseUntil,
    },
  });
  return toClaimed(tweet, part, attempt, {
    attemptNumber: tries.nextNumber,
    afterUnknown: tries.hasUnknown,
  });
}

/** What an attempt's holder may send. @param past may be left out where nothing is sent any more. */
export function toClaimed(
  tweet: Pick<Sendable, "userId" | "accountId" | "parts">,
  { id, position, text }: AnyPart,
  attempt: Pick<Attempt, "id" | "tweetId" | "revision" | "via">,
  past: Pick<Claimed, "attemptNumber" | "afterUnknown"> = { attemptNumber: 1, afterUnknown: false },
): Claimed {
  return {
    tweetId: attempt.tweetId,
    revision: attempt.revision,
    userId: tweet.userId,
    accountId: tweet.accountId,
    attemptId: attempt.id,
    ...past,
    part: { id, position, text },
    isLast: tweet.parts.every((part) => part.position === position || part.xId !== null),
    read: null,
    probes: [],
    replyToXId: replyTargetOf(tweet.parts, position),
    via: attempt.via as Via,
  };
}
