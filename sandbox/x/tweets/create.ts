import type pg from "pg";
import twitterText from "twitter-text";
import { inTransaction } from "../../postgres/transaction";
import type { XContext } from "../context";
import { duplicateContent, notPermitted, replyNotAllowed, replyTargetGone } from "../http/problems";
import { Refusal } from "../http/reply";
import { attachMedia } from "../media/attach";
import type { Media } from "../media/media";
import type { Caller } from "../oauth/bearer";
import { hashSecret } from "../store/hash";
import type { CreateBody } from "./create-body";
import { withMediaLink } from "./media-link";
import { normalizeText, rewriteText } from "./rewrite-text";
import { findTweet } from "./store";
import type { Tweet, TweetMedia } from "./tweet";

// Weighted, for accounts without Premium.
const maxWeightedLength = 280;

/**
 * Posts, or throws X's refusal: too long, media that can't be shown, a duplicate within the window, a reply to what
 * is gone or to a stranger. When it returns, the one row that is the post is committed. One user's posts go one after another.
 */
export async function createTweet(ctx: XContext, caller: Caller, body: CreateBody): Promise<Tweet> {
  const text = normalizeText(body.text);
  if (twitterText.parseTweet(text).weightedLength > maxWeightedLength) throw new Refusal(notPermitted());
  return inTransaction(ctx.db, async (client) => {
    await client.query("SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE", [caller.userId]);
    const media = await attachMedia(ctx, client, { caller, ids: body.mediaIds });
    const parent = body.inReplyTo ? await findParent(ctx, client, caller, body.inReplyTo) : undefined;
    const id = ctx.nextId();
    const shownMedia = media.map(toTweetMedia);
    const tweet: Tweet = {
      id,
      userId: caller.userId,
      handle: caller.handle,
      text: body.text,
      ...withMediaLink(rewriteText(text, id), { tweetId: id, handle: caller.handle, media: shownMedia }),
      media: shownMedia,
      inReplyTo: parent?.id ?? null,
      inReplyToUserId: parent?.userId ?? null,
      conversationId: parent?.conversationId ?? id,
      replySettings: body.replySettings,
      createdAtMs: ctx.clock.now(),
      deletedAtMs: null,
    };
    const isNew = await insertUnlessDuplicate(ctx, client, tweet, duplicateKey(text, media));
    if (!isNew) throw new Refusal(duplicateContent());
    return tweet;
  });
}

const toTweetMedia = (media: Media): TweetMedia => ({
  id: media.id,
  key: media.mediaKey,
  category: media.category,
  mediaType: media.mediaType,
  foundType: media.foundType,
  sizeBytes: media.totalBytes,
  altText: media.altText,
});

/**
 * X compares exact texts (twitter-development-talk, 2010), and nothing was found on the same text with other media. A
 * post with media has a text of its own by its link, so here only the same text with the same files is a duplicate.
 */
function duplicateKey(text: string, media: Media[]): string {
  return hashSecret([text, ...media.map(({ sha256 }) => sha256)].join("\0"));
}

/** Since 2026-02-23 an app may reply only to its user's own posts and to those that mention the user. */
async function findParent(ctx: XContext, client: pg.PoolClient, caller: Caller, id: string): Promise<Tweet> {
  const parent = await findTweet(ctx, id, client);
  if (!parent || parent.deletedAtMs !== null) throw new Refusal(replyTargetGone());
  const isOwn = parent.userId === caller.userId;
  const mentioned = twitterText.extractMentions(parent.text).map((handle) => handle.toLowerCase());
  if (!isOwn && !mentioned.includes(caller.handle.toLowerCase())) throw new Refusal(replyNotAllowed());
  return parent;
}

async function insertUnlessDuplicate(
  ctx: XContext,
  client: pg.PoolClient,
  tweet: Tweet,
  duplicateKey: string,
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: "insert-tweet",
    text: `INSERT INTO tweets (id, user_id, text, duplicate_key, shown_text, urls, in_reply_to, conversation_id,
             reply_settings, created_at, media_ids)
           SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $12 WHERE NOT EXISTS (
             SELECT 1 FROM tweets WHERE user_id = $2 AND duplicate_key = $4 AND created_at > $10 - $11::bigint
               AND $11 > 0 AND deleted_at IS NULL)`,
    values: [
      tweet.id,
      tweet.userId,
      tweet.text,
      duplicateKey,
      tweet.shownText,
      JSON.stringify(tweet.urls),
      tweet.inReplyTo,
      tweet.conversationId,
      tweet.replySettings,
      tweet.createdAtMs,
      ctx.limits.current.duplicateWindowMs,
      tweet.media.map(({ id }) => id),
    ],
  });
  return rowCount === 1;
}
