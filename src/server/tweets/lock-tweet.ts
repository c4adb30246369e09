import type { Prisma } from "~/generated/prisma/client";
import type { Tx } from "../db";

const include = { parts: { orderBy: { position: "asc" } } } satisfies Prisma.TweetInclude;

export type TweetWithParts = Prisma.TweetGetPayload<{ include: typeof include }>;

/**
 * A tweet and its parts as they are, held until the transaction ends: nobody else moves it meanwhile.
 * @throws when there is no such tweet.
 */
export async function lockTweet(tx: Tx, id: string): Promise<TweetWithParts> {
  await tx.$queryRaw`SELECT 1 FROM "Tweet" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.tweet.findUniqueOrThrow({ where: { id }, include });
}
