import type pg from "pg";
import type { XContext } from "../context";
import { mayExist, type Tweet } from "./tweet";

// In the order of the post. Alt texts as they are now: X takes them after the post too.
const mediaOfTweet = `CASE WHEN cardinality(t.media_ids) = 0 THEN '[]'::jsonb ELSE (
  SELECT jsonb_agg(jsonb_build_object('id', m.id::text, 'key', m.media_key, 'category', m.category,
    'mediaType', m.media_type, 'foundType', m.found_type, 'sizeBytes', m.total_bytes, 'altText', m.alt_text) ORDER BY place)
  FROM unnest(t.media_ids) WITH ORDINALITY AS u (media_id, place) JOIN media m ON m.id = u.media_id::bigint) END`;

export const tweetColumns = `t.id::text AS id, t.user_id::text AS "userId", a.handle, t.text,
  t.shown_text AS "shownText", t.urls, ${mediaOfTweet} AS media, t.in_reply_to::text AS "inReplyTo",
  p.user_id::text AS "inReplyToUserId",
  t.conversation_id::text AS "conversationId", t.reply_settings AS "replySettings",
  t.created_at AS "createdAtMs", t.deleted_at AS "deletedAtMs"`;

export const tweetTables =
  "tweets t JOIN accounts a ON a.id = t.user_id LEFT JOIN tweets p ON p.id = t.in_reply_to";

/** Deleted ones too. */
export async function findTweet(
  ctx: XContext,
  id: string,
  client: pg.Pool | pg.PoolClient = ctx.db,
): Promise<Tweet | undefined> {
  if (!mayExist(id)) return undefined;
  const { rows } = await client.query<Tweet>(`SELECT ${tweetColumns} FROM ${tweetTables} WHERE t.id = $1`, [
    id,
  ]);
  return rows[0];
}

/** One post's whole thread, newest first, without the deleted ones. */
export async function listConversation(
  ctx: XContext,
  conversationId: string,
  limit: number,
): Promise<Tweet[]> {
  const { rows } = await ctx.db.query<Tweet>(
    `SELECT ${tweetColumns} FROM ${tweetTables}
     WHERE t.deleted_at IS NULL AND t.conversation_id = $1 ORDER BY t.id DESC LIMIT $2`,
    [conversationId, limit],
  );
  return rows;
}

/** Newest first, of one user or of all, without the deleted ones. */
export async function listNewest(ctx: XContext, limit: number, userId?: string): Promise<Tweet[]> {
  const { rows } = await ctx.db.query<Tweet>(
    `SELECT ${tweetColumns} FROM ${tweetTables}
     WHERE t.deleted_at IS NULL AND ($2::bigint IS NULL OR t.user_id = $2) ORDER BY t.id DESC LIMIT $1`,
    [limit, userId ?? null],
  );
  return rows;
}
