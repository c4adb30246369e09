import { msPerSecond } from "../clock";
import type { Tweet } from "./tweet";

type Present = (tweet: Tweet) => unknown;

/** `tweet.fields` that are served. A value of undefined is left out, as X leaves out what does not apply. */
const servedFields: Record<string, Present> = {
  id: (tweet) => tweet.id,
  text: (tweet) => tweet.shownText,
  edit_history_tweet_ids: (tweet) => [tweet.id],
  author_id: (tweet) => tweet.userId,
  created_at: (tweet) => new Date(wholeSecond(tweet.createdAtMs)).toISOString(),
  conversation_id: (tweet) => tweet.conversationId,
  entities: (tweet) => (tweet.urls.length > 0 ? { urls: tweet.urls } : undefined),
  in_reply_to_user_id: (tweet) => tweet.inReplyToUserId ?? undefined,
  referenced_tweets: (tweet) => (tweet.inReplyTo ? [{ type: "replied_to", id: tweet.inReplyTo }] : undefined),
  reply_settings: (tweet) => tweet.replySettings,
  possibly_sensitive: () => false,
  attachments: (tweet) =>
    tweet.media.length > 0 ? { media_keys: tweet.media.map(({ key }) => key) } : undefined,
  // Never apply here: no long posts, places, cards or withheld posts.
  card_uri: () => undefined,
  community_id: () => undefined,
  geo: () => undefined,
  note_tweet: () => undefined,
  withheld: () => undefined,
};

/** `tweet.fields` of X's OpenAPI 2.167 that the sandbox does not have. */
export const unservedFields = new Set([
  "article",
  "context_annotations",
  "display_text_range",
  "edit_controls",
  "lang",
  "matched_media_notes",
  "media_metadata",
  "non_public_metrics",
  "note_request_suggestions",
  "organic_metrics",
  "paid_partnership",
  "promoted_metrics",
  "public_metrics",
  "scopes",
  "source",
  "suggested_source_links",
  "suggested_source_links_with_counts",
]);

const defaultFields = ["id", "text", "edit_history_tweet_ids"];

export const isServedField = (name: string): boolean => name in servedFields;

export const knownFields = (): string[] => [...Object.keys(servedFields), ...unservedFields].sort();

export function presentTweet(tweet: Tweet, fields: string[] = []): Record<string, unknown> {
  const names = [...new Set([...defaultFields, ...fields])];
  return Object.fromEntries(
    names.map((name) => [name, servedFields[name]?.(tweet)]).filter(([, value]) => value !== undefined),
  );
}

// X's created_at has three digits for milliseconds, always 000.
function wholeSecond(ms: number): number {
  return Math.floor(ms / msPerSecond) * msPerSecond;
}
