// A person's notices as they stand: whether the matter of each is over is read from what it is about, in one place.
import { Prisma } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { isAppHoldInForce, isHoldInForce, latest } from "../tweets/in-sql";

export type NoticeRow = {
  id: string;
  kind: string;
  at: Date;
  readAt: Date | null;
  detail: Record<string, string> | null;
  tweetId: string | null;
  scheduledFor: Date | null;
  /** Of its first part. */
  text: string | null;
  accountId: string | null;
  handle: string | null;
  isOver: boolean;
};

export type NoticeCursor = { at: Date; id: string };

/**
 * Newest first. Of a thread that had begun before its time, which Roost learned late, the time is the one that its owner had
 * chosen.
 * @param after the last row of the page before; null for the newest.
 */
export function readNotices(
  tx: Tx,
  userId: string,
  after: NoticeCursor | null,
  take: number,
  now: Date,
): Promise<NoticeRow[]> {
  const older = after
    ? Prisma.sql`AND (n."at", n."id") < (${after.at}::timestamptz, ${after.id}::uuid)`
    : Prisma.empty;
  return tx.$queryRaw<NoticeRow[]>`
    SELECT n."id", n."kind", n."at", n."readAt", n."detail", t."id" AS "tweetId", COALESCE((
        SELECT (e."detail"->>'plannedFor')::timestamptz FROM "Event" e
        WHERE e."tweetId" = t."id" AND e."kind" = 'posted, learned late' AND e."detail"->>'plannedFor' IS NOT NULL
        LIMIT 1), t."scheduledFor") AS "scheduledFor",
      (SELECT p."text" FROM "Part" p WHERE p."tweetId" = t."id" ORDER BY p."position" LIMIT 1) AS "text",
      a."id" AS "accountId", a."handle", ${isOver(now)} AS "isOver"
    ${noticeTables} WHERE n."userId" = ${userId}::uuid ${older}
    ORDER BY n."at" DESC, n."id" DESC LIMIT ${take}`;
}

/** How many are neither read nor over, counted up to `most`. */
export async function countUnread(tx: Tx, userId: string, most: number, now: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ unread: number }[]>`
    SELECT count(*)::int AS "unread" FROM (
      SELECT 1 ${noticeTables} WHERE n."userId" = ${userId}::uuid AND n."readAt" IS NULL AND NOT ${isOver(now)}
      LIMIT ${most}) AS counted`;
  return row?.unread ?? 0;
}

/** A deleted tweet is not to be opened any more. */
export const noticeTables = Prisma.sql`FROM "Notification" n
  LEFT JOIN "Tweet" t ON t."id" = n."tweetId" AND t."deletedAt" IS NULL
  LEFT JOIN "XAccount" a ON a."id" = n."accountId"`;

/**
 * What a tweet's notice is about began when the notice was written: a later state, or a later entry into the same one,
 * is another matter. Deleting the tweet ends it, but nothing that is told after that: a post of it turned up on X. A hold
 * is named by its beginning; a rate limit is one for as long as it ends too late for its tweet; a post is one too many
 * until another tweet turns out to have it; that there may be one is told until it is known. For `noticeTables`.
 */
export function isOver(now: Date): Prisma.Sql {
  return Prisma.sql`COALESCE(CASE
    WHEN n."tweetId" IS NOT NULL AND t."id" IS NULL THEN NOT EXISTS (
      SELECT 1 FROM "Tweet" gone WHERE gone."id" = n."tweetId" AND gone."deletedAt" < n."at")
    WHEN n."kind" IN ('failed', 'missed', 'stopped', 'halfOut') THEN t."status" <> 'FAILED' OR t."statusSince" > n."at"
    WHEN n."kind" = 'unconfirmed' THEN t."status" <> 'UNCONFIRMED' OR t."statusSince" > n."at"
    WHEN n."kind" = 'orphaned' THEN t."status" <> 'DRAFT' OR t."orphanedAt" IS DISTINCT FROM n."at"
    WHEN n."kind" = 'rollbackStuck' THEN t."rolledBackAt" IS NOT NULL OR t."rollbackError" IS NULL
    WHEN n."kind" = 'reconnect' THEN a."holdReason" IS DISTINCT FROM 'reconnect'
      OR a."holdSince" IS DISTINCT FROM (n."detail"->>'since')::timestamptz
    WHEN n."kind" = 'upTwice' THEN EXISTS (SELECT 1 FROM "Part" other WHERE other."xId" = n."detail"->>'xId')
    WHEN n."kind" = 'maybeTwice' THEN EXISTS (
      SELECT 1 FROM "Notification" known WHERE known."userId" = n."userId" AND known."tweetId" = n."tweetId"
        AND known."kind" = 'upTwice' AND known."at" >= n."at"
        AND COALESCE(known."detail"->>'attemptId' = n."detail"->>'attemptId', TRUE))
      OR EXISTS (SELECT 1 FROM "Attempt" tried WHERE tried."id" = (n."detail"->>'attemptId')::uuid
        AND tried."outcome" IN ('refused', 'later'))
    WHEN n."kind" = 'rateLimit' THEN t."status" <> 'SCHEDULED' OR COALESCE(${latest} >= ${limitEnd(now)}, TRUE)
    WHEN n."kind" IN ('badApp', 'noCredits') THEN NOT EXISTS (
      SELECT 1 FROM "AppHold" h WHERE h."reason" = n."kind"
        AND h."since" = (n."detail"->>'since')::timestamptz AND ${isAppHoldInForce(now)})
    ELSE FALSE END, TRUE)`;
}

/** When X's limits that hold a tweet's account end, as they stand; null where none does. */
function limitEnd(now: Date): Prisma.Sql {
  return Prisma.sql`greatest(
    CASE WHEN a."holdReason" = 'rateLimit' AND ${isHoldInForce(now)} THEN a."holdUntil" END,
    (SELECT max(h."until") FROM "AppHold" h WHERE h."reason" = 'rateLimit' AND ${isAppHoldInForce(now)}))`;
}
