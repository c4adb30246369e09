import type { XContext } from "../context";
import { problem } from "../http/problems";
import type { Reply } from "../http/reply";
import { isPicture } from "../media/sniff";
import { mayExist } from "../tweets/tweet";

/** GET /_sandbox/media/:id/file: the bytes of an image or GIF, as its first bytes say what it is; 404 for all else. */
export async function showMediaFile(ctx: XContext, id: string): Promise<Reply> {
  const { rows } = mayExist(id)
    ? await ctx.db.query<{ type: string | null; bytes: Buffer }>(
        `SELECT m.found_type AS type, s.bytes FROM media m JOIN media_segments s ON s.media_id = m.id
         WHERE m.id = $1 ORDER BY s.index`,
        [id],
      )
    : { rows: [] };
  const type = rows[0]?.type ?? null;
  if (!isPicture(type)) return problem(404, "Not Found", `There is no picture of the media ${id}.`);
  return {
    status: 200,
    headers: {
      "content-type": type,
      "cache-control": "private, max-age=3600",
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
    },
    body: "",
    bytes: Buffer.concat(rows.map(({ bytes }) => bytes)),
  };
}
