import { z } from "zod";
import { parseJson } from "../http/body";
import { invalidMessage, invalidRequest, notServed } from "../http/problems";
import { Refusal } from "../http/reply";
import { schemaErrors } from "../http/schema-errors";
import type { XLimits } from "../limits";
import { idPattern } from "../tweets/tweet";
import {
  categoryFor,
  isPostCategory,
  mediaCategories,
  mediaTypes,
  type PostCategory,
  postCategories,
} from "./categories";

export type InitializeBody = {
  mediaType: string;
  category: PostCategory;
  totalBytes: number;
  shared: boolean;
  additionalOwners: string[];
};

// X's OpenAPI 2.167: 0 to 16 GB, whatever the account may post.
const mostTotalBytes = 17_179_869_184;

const bodySchema = z.strictObject({
  media_type: z.enum(mediaTypes),
  total_bytes: z.number().int().min(0).max(mostTotalBytes),
  media_category: z.enum(mediaCategories).optional(),
  shared: z.boolean().optional(),
  additional_owners: z.array(z.string().regex(idPattern)).optional(),
});

/**
 * The body of initialize. Throws X's 400 for a body that does not fit its schema, a type that is not of the
 * category and a file that is too large; 501 for the categories that no post uses.
 */
export function parseInitializeBody(text: string, limits: XLimits): InitializeBody {
  const value = parseJson(text);
  const result = bodySchema.safeParse(value);
  if (!result.success) throw new Refusal(invalidRequest(schemaErrors(result.error, value)));
  const { media_type: mediaType, total_bytes: totalBytes, ...rest } = result.data;
  const category = rest.media_category ?? categoryFor(mediaType);
  if (!isPostCategory(category)) throw new Refusal(notServed(`media of the category ${category}`));
  const { fits, sizeLimit } = postCategories[category];
  if (!fits(mediaType)) {
    const message = `The media type ${mediaType} is not allowed for the media category ${category}.`;
    throw new Refusal(invalidMessage(message));
  }
  if (totalBytes > limits[sizeLimit]) {
    throw new Refusal(invalidMessage(`File size exceeds ${limits[sizeLimit]} bytes.`));
  }
  return {
    mediaType,
    category,
    totalBytes,
    shared: rest.shared ?? false,
    additionalOwners: rest.additional_owners ?? [],
  };
}
