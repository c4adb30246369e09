// A post as X's timeline gives it, and what of it tells which part it is.
import { z } from "zod";
import type { TimelinePost } from "~/domain/post-match";
import type { ShownUrl } from "~/domain/shown-text";

const urlSchema = z.object({ url: z.string(), expanded_url: z.string().optional() });
const entitiesSchema = z.object({ urls: z.array(urlSchema).optional() }).optional();

const postSchema = z.object({
  id: z.string().regex(/^\d+$/),
  text: z.string(),
  created_at: z.iso.datetime(),
  entities: entitiesSchema,
  note_tweet: z.object({ text: z.string(), entities: entitiesSchema }).optional(),
  referenced_tweets: z.array(z.object({ type: z.string(), id: z.string() })).optional(),
  attachments: z.object({ media_keys: z.array(z.string()).optional() }).optional(),
});

type Post = z.output<typeof postSchema>;

/** One page. `data` is left out where there are no posts. */
export const pageSchema = z.object({
  data: z.array(postSchema).default([]),
  meta: z.object({ result_count: z.int(), next_token: z.string().optional() }),
  errors: z.array(z.unknown()).max(0).optional(),
});

/** None for another account's post that was shared: no part is one. */
export function toTimelinePost(post: Post): TimelinePost[] {
  const references = post.referenced_tweets ?? [];
  if (references.some(({ type }) => type === "retweeted")) return [];
  const noteText = post.note_tweet?.text ?? null;
  const given = [...(post.entities?.urls ?? []), ...(post.note_tweet?.entities?.urls ?? [])];
  const mediaKeys = post.attachments?.media_keys ?? [];
  const hasKeys = mediaKeys.length > 0;
  const urls = given.flatMap((url) => toShownUrl(url, post.id));
  return [
    {
      xId: post.id,
      text: post.text,
      noteText,
      urls: hasKeys ? withMediaLink(urls, noteText ?? post.text) : urls,
      createdAtMs: Date.parse(post.created_at),
      replyToXId: references.find(({ type }) => type === "replied_to")?.id ?? null,
      mediaKeys,
      hasMedia: hasKeys || urls.some(({ isMedia }) => isMedia),
    },
  ];
}

/** A link to another post's photo is part of the text; only the link to its own media is X's. */
function toShownUrl({ url, expanded_url: expandedUrl }: z.output<typeof urlSchema>, xId: string): ShownUrl[] {
  if (expandedUrl === undefined) return [];
  return [{ url, expandedUrl, isMedia: new RegExp(`/status/${xId}/(photo|video)/\\d+$`).test(expandedUrl) }];
}

/** X may leave the link at the end of a post with media unexplained. */
function withMediaLink(urls: ShownUrl[], text: string): ShownUrl[] {
  const last = /https:\/\/t\.co\/[A-Za-z0-9]+$/.exec(text)?.[0];
  if (!last || urls.some(({ url, isMedia }) => isMedia || url === last)) return urls;
  return [...urls, { url: last, expandedUrl: "", isMedia: true }];
}
