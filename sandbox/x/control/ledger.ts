import { toIso } from "../clock";
import type { XContext } from "../context";
import { json, type Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import { tweetColumns, tweetTables } from "../tweets/store";
import type { Tweet } from "../tweets/tweet";

/**
 * GET /_sandbox/tweets, `?text=` and `?handle=` exact: every post that was ever created, oldest first, the
 * deleted ones too. `text` is as it was sent, `createdAt` when the creation took effect; `media` is `[{id, key, type,
 * category, altText}]` in the order of the post, `altText` as it is now.
 */
export async function showLedger(ctx: XContext, request: XRequest): Promise<Reply> {
  const { rows } = await ctx.db.query<Tweet>(
    `SELECT ${tweetColumns} FROM ${tweetTables}
     WHERE ($1::text IS NULL OR t.text = $1) AND ($2::text IS NULL OR lower(a.handle) = lower($2))
     ORDER BY t.id`,
    [request.query.get("text"), request.query.get("handle")],
  );
  const tweets = rows.map((tweet) => ({
    id: tweet.id,
    userId: tweet.userId,
    handle: tweet.handle,
    text: tweet.text,
    createdAt: toIso(tweet.createdAtMs),
    inReplyTo: tweet.inReplyTo,
    conversationId: tweet.conversationId,
    media: tweet.media.map(({ id, key, mediaType, category, altText }) => ({
      id,
      key,
      type: mediaType,
      category,
      altText,
    })),
    deletedAt: tweet.deletedAtMs === null ? null : toIso(tweet.deletedAtMs),
  }));
  return json(200, { tweets });
}
