import type { XContext } from "../context";
import type { HiddenPosts } from "../faults/strike";
import { presentTweet } from "./fields";
import { tweetColumns, tweetTables } from "./store";
import { formatPage, type TimelineQuery } from "./timeline-query";
import type { Tweet } from "./tweet";

/**
 * One page of a user's posts, newest first, as X answers it: `data` is absent when there are none.
 * `lagMs`: posts younger than this are not visible yet; `hides`: those that fit one of them never are.
 */
export async function readTimeline(
  ctx: XContext,
  userId: string,
  { query, lagMs, hides }: { query: TimelineQuery; lagMs: number; hides: HiddenPosts[] },
): Promise<Record<string, unknown>> {
  const isBackwards = query.page?.direction === "newer";
  const { rows } = await ctx.db.query<Tweet>(
    `SELECT ${tweetColumns} FROM ${tweetTables}
     WHERE t.user_id = $1 AND t.deleted_at IS NULL AND t.created_at <= $2
       AND ($3::bigint IS NULL OR t.id > $3) AND ($4::bigint IS NULL OR t.id < $4)
       AND ($5::bigint IS NULL OR t.created_at >= $5) AND ($6::bigint IS NULL OR t.created_at < $6)
       AND (NOT $7::boolean OR t.in_reply_to IS NULL)
       AND NOT EXISTS (
         SELECT 1 FROM jsonb_to_recordset($10) AS hidden ("xId" text, "textIncludes" text)
         WHERE COALESCE("xId" = t.id::text, true) AND COALESCE(position("textIncludes" IN t.text) > 0, true))
       AND ($8::bigint IS NULL OR t.id ${isBackwards ? ">" : "<"} $8)
     ORDER BY t.id ${isBackwards ? "ASC" : "DESC"} LIMIT $9`,
    [
      userId,
      ctx.clock.now() - lagMs,
      query.sinceId ?? null,
      query.untilId ?? null,
      query.startMs ?? null,
      query.endMs ?? null,
      query.withoutReplies,
      query.page?.id ?? null,
      query.maxResults + 1,
      JSON.stringify(hides),
    ],
  );
  const hasFurther = rows.length > query.maxResults;
  const shown = rows.slice(0, query.maxResults);
  if (isBackwards) shown.reverse();
  return withMeta(shown, query, hasFurther);
}

function withMeta(shown: Tweet[], query: TimelineQuery, hasFurther: boolean): Record<string, unknown> {
  const newest = shown[0];
  const oldest = shown.at(-1);
  if (!newest || !oldest) return { meta: { result_count: 0 } };
  const isBackwards = query.page?.direction === "newer";
  const hasOlder = isBackwards || hasFurther;
  const hasNewer = isBackwards ? hasFurther : query.page !== undefined;
  return {
    data: shown.map((tweet) => presentTweet(tweet, query.fields)),
    meta: {
      result_count: shown.length,
      newest_id: newest.id,
      oldest_id: oldest.id,
      ...(hasOlder ? { next_token: formatPage({ direction: "older", id: oldest.id }) } : {}),
      ...(hasNewer ? { previous_token: formatPage({ direction: "newer", id: newest.id }) } : {}),
    },
  };
}
