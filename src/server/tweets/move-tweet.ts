// Every move is one guarded update, one event row, and what its owner is told of it, in one transaction. A guard that
// matches nothing means that somebody else moved first: the caller stops there.
import type { Actor } from "~/domain/flight";
import type { MoveKind } from "~/domain/move-kinds";
import { isLegalMove } from "~/domain/tweet";
import type { Prisma, Tweet, TweetStatus } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { tellOfMove } from "./tell-of-move";

export type { Actor };

export type Move = {
  /** What must still be true; id and status at the least. */
  guard: Prisma.TweetWhereInput & { id: string; status: TweetStatus };
  data: Prisma.TweetUncheckedUpdateManyInput;
  /** What happened, in the words of the event table. */
  kind: MoveKind;
  actor: Actor;
  now: Date;
  detail?: Prisma.InputJsonObject;
};

/** Makes the move and tells its owner what must be told. Returns the moved row, or null when the guard matched nothing. */
export async function moveTweet(tx: Tx, move: Move): Promise<Tweet | null> {
  const to = statusIn(move.data);
  const entersState = to && to !== move.guard.status;
  if (entersState && !isLegalMove(move.guard.status, to)) {
    throw new Error(`A tweet never goes from ${move.guard.status} to ${to}.`);
  }
  const [moved] = await tx.tweet.updateManyAndReturn({
    where: move.guard,
    data: { ...move.data, ...(entersState ? { statusSince: move.now } : {}) },
  });
  if (!moved) return null;
  const eventId = await recordEvent(tx, moved, move.guard.status, move);
  await tellOfMove(tx, moved, move, eventId);
  return moved;
}

function statusIn(data: Move["data"]): TweetStatus | undefined {
  return typeof data.status === "string" ? data.status : data.status?.set;
}

/** The event row of a move, or of a creation (`from` null). Returns its id. */
export async function recordEvent(
  tx: Tx,
  tweet: Tweet,
  from: TweetStatus | null,
  event: Pick<Move, "kind" | "actor" | "now" | "detail">,
): Promise<bigint> {
  const { id } = await tx.event.create({
    data: {
      tweetId: tweet.id,
      at: event.now,
      kind: event.kind,
      from,
      to: tweet.status,
      revision: tweet.revision,
      scheduledFor: tweet.scheduledFor,
      actor: event.actor,
      ...(event.detail ? { detail: event.detail } : {}),
    },
    select: { id: true },
  });
  return id;
}

/** What a tweet forgets when its message no longer serves it. */
export const withoutMessage = {
  qstashId: null,
  armedAt: null,
  armFailures: 0,
  armError: null,
  armAfter: null,
  checkedAt: null,
  missingSince: null,
} satisfies Prisma.TweetUncheckedUpdateManyInput;

/** What a tweet forgets when its owner gives it a new start. */
export const withoutPast = {
  ...withoutMessage,
  nextAttemptAt: null,
  orphanReason: null,
  orphanedAt: null,
  orphanRemovedAt: null,
  failureKind: null,
  failureDetail: null,
  stopRequestedAt: null,
} satisfies Prisma.TweetUncheckedUpdateManyInput;
