import { createHash } from "node:crypto";
import type { Draft } from "./message";

/** Ten minutes, whatever happens to the message: upstash.com/docs/qstash/features/deduplication. */
export const deduplicationWindowMs = 600_000;

/**
 * What a later publish call is compared by: the given id, or a hash of destination, body, Content-Type and forwarded
 * headers. The time is not part of it: the same content at another time is a duplicate. Null: not deduplicated.
 */
export function deduplicationKey(draft: Draft): string | null {
  if (draft.deduplicationId) return `id:${draft.deduplicationId}`;
  if (!draft.contentBasedDeduplication) return null;
  const headers = Object.entries(draft.headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash("sha256")
    .update(JSON.stringify([draft.url, headers]))
    .update(draft.body);
  return `content:${hash.digest("hex")}`;
}
