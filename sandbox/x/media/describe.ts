import { z } from "zod";
import type { XContext } from "../context";
import { parseJson } from "../http/body";
import { invalidRequest, notServed } from "../http/problems";
import { Refusal } from "../http/reply";
import { schemaErrors } from "../http/schema-errors";
import type { Caller } from "../oauth/bearer";
import { idPattern } from "../tweets/tweet";
import { requireMedia } from "./store";

export type Description = { id: string; altText: string };

const longestAltText = 1000;

// POST /2/media/metadata of X's OpenAPI 2.167; of its fields only the alt text is served.
const bodySchema = z.strictObject({
  id: z.string().regex(idPattern),
  metadata: z
    .strictObject({
      alt_text: z.strictObject({ text: z.string().max(longestAltText) }).optional(),
      allow_download_status: z.unknown().optional(),
      audience_policy: z.unknown().optional(),
      content_expiration: z.unknown().optional(),
      domain_restrictions: z.unknown().optional(),
      found_media_origin: z.unknown().optional(),
      geo_restrictions: z.unknown().optional(),
      management_info: z.unknown().optional(),
      preview_image: z.unknown().optional(),
      sensitive_media_warning: z.unknown().optional(),
      shared_info: z.unknown().optional(),
      sticker_info: z.unknown().optional(),
      upload_source: z.unknown().optional(),
    })
    .optional(),
});

/** Throws X's 400 for what X would not take, 501 for metadata that only the sandbox does not have. */
export function parseDescription(text: string): Description {
  const value = parseJson(text);
  const result = bodySchema.safeParse(value);
  if (!result.success) throw new Refusal(invalidRequest(schemaErrors(result.error, value)));
  const { alt_text: altText, ...others } = result.data.metadata ?? {};
  const [unserved] = Object.keys(others);
  if (unserved) throw new Refusal(notServed(`"${unserved}" in POST /2/media/metadata`));
  return { id: result.data.id, altText: altText?.text ?? "" };
}

/** Sets the alt text of media that is the caller's and has not expired; the last one counts. */
export async function describeMedia(ctx: XContext, caller: Caller, description: Description): Promise<void> {
  await requireMedia(ctx, { id: description.id, userId: caller.userId });
  await ctx.db.query("UPDATE media SET alt_text = $2 WHERE id = $1", [description.id, description.altText]);
}
