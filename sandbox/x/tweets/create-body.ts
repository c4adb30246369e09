import { z } from "zod";
import { isObject } from "../http/body";
import { type InvalidParameter, invalidRequest, notServed } from "../http/problems";
import { Refusal } from "../http/reply";
import { idPattern } from "./tweet";

export type CreateBody = { text: string; inReplyTo: string | undefined; replySettings: string };

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

const served = new Set(["text", "reply", "reply_settings"]);

/** Throws X's 400 for what X would not take, 501 for what only the sandbox does not. */
export function parseCreateBody(value: unknown): CreateBody {
  const result = bodySchema.safeParse(value);
  if (!result.success)
    throw new Refusal(invalidRequest(result.error.issues.flatMap((issue) => toErrors(issue, value))));
  const body = result.data;
  const unserved = Object.entries(body).find(([name, given]) => !served.has(name) && given !== false);
  if (unserved) throw new Refusal(notServed(`"${unserved[0]}" in POST /2/tweets`));
  if (body.text === undefined || body.text.trim() === "" || body.text.includes("\0")) {
    const message = "$.text: a text that is not empty, or media, is required";
    throw new Refusal(invalidRequest([{ parameters: { "$.text": [body.text ?? ""] }, message }]));
  }
  return {
    text: body.text,
    inReplyTo: body.reply?.in_reply_to_tweet_id,
    replySettings: body.reply_settings ?? "everyone",
  };
}

// X names fields as "$.reply.in_reply_to_tweet_id", and each unknown field in an error of its own.
function toErrors(issue: z.core.$ZodIssue, value: unknown): InvalidParameter[] {
  const path = `$${issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("")}`;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      parameters: {},
      message: `${path}.${key}: is not defined in the schema and the schema does not allow additional properties`,
    }));
  }
  const isPattern = issue.code === "invalid_format" && "pattern" in issue;
  const message = isPattern ? `does not match the regex pattern ${idPattern.source}` : issue.message;
  const given = issue.path.reduce<unknown>(
    (held, part) => (isObject(held) ? held[String(part)] : undefined),
    value,
  );
  return [
    { parameters: given === undefined ? {} : { [path]: [String(given)] }, message: `${path}: ${message}` },
  ];
}
