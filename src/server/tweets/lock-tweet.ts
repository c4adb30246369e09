import type { Prisma } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { findOwnTweet, type TweetRow } from "./find-tweet";

const include = { parts: { orderBy: { position: "asc" } } } satisfies Prisma.TweetInclude;

export type TweetWithParts = Prisma.TweetGetPayload<{ include: typeof include }>;

/**
 * A tweet and its parts as they are, held until the transaction ends: nobody else moves it meanwhile.
 * @throws when there is no such tweet.
 */
export async function lockTweet(tx: Tx, id: string): Promise<TweetWithParts> {
  await holdRow(tx, id);
  return tx.tweet.findUniqueOrThrow({ where: { id }, include });
}

/**
 * The same of one person's tweet, with its account and files: what its owner's command is decided on. A revision alone
 * does not tell what is out: a thread put off and taken up again has gone on in the same one.
 * @throws AppError NOT_FOUND
 */
export async function lockOwnTweet(tx: Tx, userId: string, id: string): Promise<TweetRow> {
  await tx.$queryRaw`
    SELECT 1 FROM "Tweet" WHERE "id" = ${id}::uuid AND "userId" = ${userId}::uuid FOR NO KEY UPDATE`;
  return findOwnTweet(tx, userId, id);
}

/**
 * Waits for whoever holds the tweet's row. What the next statement reads is then as it is: one that itself waited for
 * the row would see other tables as they were before.
 */
export async function holdRow(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Tweet" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
}
