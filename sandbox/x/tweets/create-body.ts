import { z } from "zod";
import { invalidMessage, invalidRequest, notServed } from "../http/problems";
import { Refusal } from "../http/reply";
import { schemaErrors } from "../http/schema-errors";
import { idPattern } from "./tweet";

export type CreateBody = {
  /** Empty where the post has media and no text. */
  text: string;
  mediaIds: string[];
  inReplyTo: string | undefined;
  replySettings: string;
};

const id = z.string().regex(idPattern);
const flag = z.boolean();

// POST /2/tweets of X's OpenAPI 2.167; it allows no other fields.
const bodySchema = z.strictObject({
  text: z.string().optional(),
  reply: z
    .strictObject({
      in_reply_to_tweet_id: id,
      exclude_reply_user_ids: z.array(id).optional(),
      auto_populate_reply_metadata: flag.optional(),
    })
    .optional(),
  reply_settings: z.enum(["following", "mentionedUsers", "subscribers", "verified"]).optional(),
  media: z
    .strictObject({ media_ids: z.array(id).min(1).max(4), tagged_user_ids: z.array(id).optional() })
    .optional(),
  poll: z
    .strictObject({
      options: z.array(z.string().min(1).max(25)).min(2).max(4),
      duration_minutes: z.number().int().min(5).max(10_080),
      reply_settings: z.string().optional(),
    })
    .optional(),
  quote_tweet_id: id.optional(),
  card_uri: z.string().optional(),
  direct_message_deep_link: z.string().optional(),
  geo: z.strictObject({ place_id: z.string().optional() }).optional(),
  community_id: id.optional(),
  edit_options: z.strictObject({ previous_post_id: id }).optional(),
  nullcast: flag.optional(),
  share_with_followers: flag.optional(),
  for_super_followers_only: flag.optional(),
  made_with_ai: flag.optional(),
  paid_partnership: flag.optional(),
});

const served = new Set(["text", "media", "reply", "reply_settings"]);

/** Throws X's 400 for what X would not take, 501 for what only the sandbox does not. */
export function parseCreateBody(value: unknown): CreateBody {
  const result = bodySchema.safeParse(value);
  if (!result.success) throw new Refusal(invalidRequest(schemaErrors(result.error, value)));
  const body = result.data;
  const unserved = Object.entries(body).find(([name, given]) => !served.has(name) && given !== false);
  if (unserved) throw new Refusal(notServed(`"${unserved[0]}" in POST /2/tweets`));
  if (body.media?.tagged_user_ids) throw new Refusal(notServed('"media.tagged_user_ids" in POST /2/tweets'));
  const { text = "", media } = body;
  if (text.includes("\0") || (text.trim() === "" && !media)) {
    throw new Refusal(invalidMessage("Please include either text or media in your Tweet."));
  }
  return {
    text,
    mediaIds: media?.media_ids ?? [],
    inReplyTo: body.reply?.in_reply_to_tweet_id,
    replySettings: body.reply_settings ?? "everyone",
  };
}
