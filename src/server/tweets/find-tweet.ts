import type { Prisma } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Tx } from "../db";

export const tweetInclude = {
  account: true,
  parts: { orderBy: { position: "asc" } },
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
