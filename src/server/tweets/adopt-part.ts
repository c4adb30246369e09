// A part of unknown outcome turned out to be up: X shows it, or its owner says so. It is recorded with X's id and never
// sent again; a thread goes on with the part after it.
import { afterLatePost } from "~/domain/late-post";
import type { MoveKind } from "~/domain/move-kinds";
import type { Part, Tweet } from "~/generated/prisma/client";
import type { Tx } from "../db";
import type { TweetWithParts } from "./lock-tweet";
import { type Actor, moveTweet } from "./move-tweet";

export type Adoption = {
  xId: string;
  postedAt: Date;
  /** The attempt that ends with it; null where none is open. */
  attemptId: string | null;
  kind: MoveKind;
  actor: Actor;
  now: Date;
};

/**
 * Records the part and where its tweet goes: PUBLISHED, back on the schedule at once, or FAILED where its owner asked to
 * stop.
 * @param tweet as it is, locked, PUBLISHING or UNCONFIRMED.
 * @returns the moved row; null when somebody else moved first.
 * @throws a unique violation where another part holds the id.
 */
export async function adoptPart(
  tx: Tx,
  tweet: TweetWithParts,
  part: Part,
  { xId, postedAt, attemptId, kind, actor, now }: Adoption,
): Promise<Tweet | null> {
  const { to, failure } = afterLatePost({
    status: tweet.status,
    isComplete: tweet.parts.every((other) => other.xId !== null || other.id === part.id),
    isUnchanged: true,
    isStopRequested: tweet.stopRequestedAt !== null,
    isRollBackRequested: false,
  });
  const moved = await moveTweet(tx, {
    guard: { id: tweet.id, revision: tweet.revision, status: tweet.status },
    data: {
      status: to,
      startedAt: tweet.startedAt ?? postedAt,
      publishedAt: to === "PUBLISHED" ? postedAt : null,
      leaseUntil: null,
      nextLookAt: null,
      failureKind: failure,
      failureDetail: failure ? "Stopped before its next part was sent." : null,
      // Its message has been used: under the same deduplication id QStash would answer with that one again.
      ...(to === "SCHEDULED" ? { nextAttemptAt: now, arming: { increment: 1 } } : { nextAttemptAt: null }),
    },
    kind,
    actor,
    now,
    detail: { part: part.position, xId, ...(attemptId ? { attemptId } : {}) },
  });
  if (!moved) return null;
  await tx.part.updateMany({
    where: { id: part.id, xId: null },
    data: { state: "SENT", xId, sentAt: postedAt },
  });
  return moved;
}

/** When it was posted, as far as two clocks allow: not before it was sent, and not in the future. */
export function postedBetween(saidAt: Date, sentAt: Date | null, now: Date): Date {
  const sentMs = sentAt?.getTime() ?? 0;
  return new Date(Math.min(Math.max(saidAt.getTime(), sentMs), now.getTime()));
}
