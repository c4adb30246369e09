import { toIso } from "../clock";
import type { XContext } from "../context";
import { json, type Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import type { Media } from "../media/media";
import { processingInfo } from "../media/processing-info";
import { mediaColumns } from "../media/store";

type Row = Media & { handle: string; received: number; keptSegments: number; usedBy: string[] };

/**
 * GET /_sandbox/media, `?handle=` exact: `{media: [{id, key, handle, type, category, bytes, received, sha256, altText,
 * state, usedBy, isKept, createdAt, expiresAt}]}`, every upload, oldest first. `bytes` is the announced size, `received`
 * what is held of it before finalize and all of it after; `state` is uploading, pending, in_progress, succeeded, failed,
 * or expired where no post used it in time; `usedBy` the ids of posts, deleted ones too.
 */
export async function showMedia(ctx: XContext, request: XRequest): Promise<Reply> {
  const { rows } = await ctx.db.query<Row>(
    `SELECT ${mediaColumns}, a.handle,
       (SELECT COALESCE(sum(length(s.bytes)), 0)::integer FROM media_segments s WHERE s.media_id = m.id) AS received,
       (SELECT count(*)::integer FROM media_segments s WHERE s.media_id = m.id) AS "keptSegments",
       ARRAY(SELECT t.id::text FROM tweets t WHERE t.media_ids && ARRAY[m.id::text] ORDER BY t.id) AS "usedBy"
     FROM media m JOIN accounts a ON a.id = m.user_id
     WHERE $1::text IS NULL OR lower(a.handle) = lower($1) ORDER BY m.id`,
    [request.query.get("handle")],
  );
  return json(200, { media: rows.map((row) => present(row, ctx.clock.now())) });
}

function present(row: Row, nowMs: number) {
  return {
    id: row.id,
    key: row.mediaKey,
    handle: row.handle,
    type: row.mediaType,
    category: row.category,
    bytes: row.totalBytes,
    received: row.finalizedAtMs === null ? row.received : row.totalBytes,
    sha256: row.sha256,
    altText: row.altText,
    state: stateOf(row, nowMs),
    usedBy: row.usedBy,
    isKept: row.keptSegments > 0,
    createdAt: toIso(row.createdAtMs),
    expiresAt: toIso(row.expiresAtMs),
  };
}

function stateOf(row: Row, nowMs: number): string {
  if (row.expiresAtMs <= nowMs && row.usedBy.length === 0) return "expired";
  if (row.finalizedAtMs === null) return "uploading";
  return processingInfo(row, nowMs)?.state ?? "succeeded";
}
