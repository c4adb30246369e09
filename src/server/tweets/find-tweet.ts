import type { Limited } from "~/domain/schedule";
import type { Commandable, RollBack } from "~/domain/tweet";
import type { Prisma, Tweet } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Tx } from "../db";

export const tweetInclude = {
  account: true,
  parts: {
    orderBy: { position: "asc" },
    include: { media: { orderBy: { position: "asc" }, include: { media: true } } },
  },
} satisfies Prisma.TweetInclude;

export type TweetRow = Prisma.TweetGetPayload<{ include: typeof tweetInclude }>;

/**
 * One person's tweet with its account and parts.
 * @throws AppError NOT_FOUND for a deleted tweet and for another person's, as if it did not exist.
 */
export async function findOwnTweet(tx: Tx, userId: string, id: string): Promise<TweetRow> {
  const tweet = await tx.tweet.findFirst({ where: { id, userId, deletedAt: null }, include: tweetInclude });
  if (!tweet) {
    throw new AppError(
      "NOT_FOUND",
      "There is no such tweet. It may have been deleted; reload the page to see your list.",
    );
  }
  return tweet;
}

/** A row as the table of commands reads it. */
export function toCommandable(
  tweet: Pick<Tweet, "status" | "startedAt" | "rollbackRequestedAt" | "rollbackAfter" | "rolledBackAt">,
): Commandable {
  return {
    status: tweet.status,
    isStarted: tweet.startedAt !== null,
    rollBack: rollBackOf(tweet),
  };
}

function rollBackOf({
  rollbackRequestedAt,
  rollbackAfter,
  rolledBackAt,
}: Pick<Tweet, "rollbackRequestedAt" | "rollbackAfter" | "rolledBackAt">): RollBack {
  if (!rollbackRequestedAt) return "none";
  if (rolledBackAt) return "done";
  return rollbackAfter ? "asked" : "stuck";
}

/** A row as the rules of lateness read it. */
export function toLimited(tweet: Pick<Tweet, "scheduledFor" | "latenessLimitS" | "startedAt">): Limited {
  return {
    scheduledForMs: tweet.scheduledFor?.getTime() ?? 0,
    latenessLimitS: tweet.latenessLimitS,
    startedAtMs: tweet.startedAt?.getTime() ?? null,
  };
}
