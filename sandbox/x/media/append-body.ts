import { z } from "zod";
import { parseJson } from "../http/body";
import { type Part, parseMultipart } from "../http/multipart";
import { invalidMessage, invalidRequest } from "../http/problems";
import { Refusal } from "../http/reply";
import type { XRequest } from "../http/request";
import { schemaErrors } from "../http/schema-errors";

export type Segment = { index: number; bytes: Buffer };

// X's OpenAPI 2.167.
const highestIndex = 999;
const indexSchema = z.number().int().min(0).max(highestIndex);
const base64Pattern = /^[A-Za-z0-9+/]*={0,2}$/;
const jsonSchema = z.strictObject({ segment_index: indexSchema, media: z.string().regex(base64Pattern) });
const formSchema = z.strictObject({
  segment_index: z.string().regex(/^\d+$/).transform(Number).pipe(indexSchema),
  media: z.instanceof(Buffer),
});

/** One segment: a multipart form, with or without a filename, or JSON with base64. Throws X's 400 for others. */
export function parseAppendBody(request: XRequest): Segment {
  const contentType = request.headers["content-type"] ?? "";
  if (contentType.startsWith("multipart/")) return fromForm(parseMultipart(contentType, request.bytes));
  const value = parseJson(request.body);
  if (value === undefined) throw new Refusal(invalidMessage("Request body is not valid JSON."));
  const parsed = jsonSchema.safeParse(value);
  if (!parsed.success) throw new Refusal(invalidRequest(schemaErrors(parsed.error, {})));
  return { index: parsed.data.segment_index, bytes: Buffer.from(parsed.data.media, "base64") };
}

function fromForm(parts: Part[] | undefined): Segment {
  if (!parts) throw new Refusal(invalidMessage("The multipart body could not be read."));
  const fields = parts.map((part) => [part.name, part.name === "media" ? decoded(part) : asText(part)]);
  const parsed = formSchema.safeParse(Object.fromEntries(fields));
  if (!parsed.success) throw new Refusal(invalidRequest(schemaErrors(parsed.error, {})));
  return { index: parsed.data.segment_index, bytes: parsed.data.media };
}

const asText = (part: Part): string => part.bytes.toString("utf8");

// docs.x.com, media best practices: base64 says so in a header of its part.
function decoded(part: Part): Buffer {
  const isBase64 = part.headers["content-transfer-encoding"]?.toLowerCase() === "base64";
  return isBase64 ? Buffer.from(part.bytes.toString("latin1"), "base64") : part.bytes;
}
