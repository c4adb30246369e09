import { createHash } from "node:crypto";
import type pg from "pg";
import { inTransaction } from "../../postgres/transaction";
import { msPerSecond } from "../clock";
import type { XContext } from "../context";
import { invalidMessage } from "../http/problems";
import { Refusal } from "../http/reply";
import type { Caller } from "../oauth/bearer";
import { postCategories } from "./categories";
import type { Media, Processing } from "./media";
import { sniffType } from "./sniff";
import { requireMedia } from "./store";

// Enough for every signature.
const signatureBytes = 200;

// What X says of a file that is no video at all (seen with v1.1, retifrav.github.io#30).
const invalidFile = { code: 1, name: "InvalidMedia", message: "file is invalid" };

/**
 * Ends an upload: its segments have to be 0, 1, 2 … and as long as was announced. An image must be one by its bytes; a
 * video that is none fails in processing. Of media larger than a GIF may be, only size and hash are kept.
 * `planProcessing` is asked only for what needs processing. What X says of a second finalize is not known.
 */
export async function finalizeMedia(
  ctx: XContext,
  caller: Caller,
  { id, planProcessing }: { id: string; planProcessing: (client: pg.PoolClient) => Promise<Processing> },
): Promise<Media> {
  return inTransaction(ctx.db, async (client) => {
    const media = await requireMedia(ctx, { id, userId: caller.userId, client, lock: "FOR UPDATE" });
    if (media.finalizedAtMs !== null) {
      throw new Refusal(invalidMessage("BadRequest: The media has been finalized already."));
    }
    const { sha256, firstBytes } = await readSegments(client, media);
    const foundType = sniffType(firstBytes);
    const { kind } = postCategories[media.category];
    const isSound = kind === "animated_gif" ? foundType === "image/gif" : isOf(kind, foundType);
    if (kind !== "video" && !isSound) throw new Refusal(invalidMessage("media type unrecognized."));
    const plan = kind === "photo" ? null : await planProcessing(client);
    const processing = plan && !isSound ? { ...plan, error: plan.error ?? invalidFile } : plan;
    if (media.totalBytes > ctx.limits.current.gifBytes) {
      await client.query("DELETE FROM media_segments WHERE media_id = $1", [id]);
    }
    const finalizedAtMs = ctx.clock.now();
    const expiresAtMs = finalizedAtMs + ctx.limits.current.mediaLifetimeSeconds * msPerSecond;
    await client.query(
      `UPDATE media SET finalized_at = $2, expires_at = $3, sha256 = $4, found_type = $5, processing = $6
       WHERE id = $1`,
      [id, finalizedAtMs, expiresAtMs, sha256, foundType, processing && JSON.stringify(processing)],
    );
    return { ...media, finalizedAtMs, expiresAtMs, sha256, foundType, processing };
  });
}

const isOf = (kind: "photo" | "video", type: string | null): boolean =>
  type?.startsWith(kind === "photo" ? "image/" : "video/") ?? false;

/** One segment in memory at a time. */
async function readSegments(
  client: pg.PoolClient,
  media: Media,
): Promise<{ sha256: string; firstBytes: Buffer }> {
  const { rows } = await client.query<{ index: number; sizeBytes: number }>(
    `SELECT index, length(bytes) AS "sizeBytes" FROM media_segments WHERE media_id = $1 ORDER BY index`,
    [media.id],
  );
  const isGapless = rows.every(({ index }, place) => index === place);
  const sumBytes = rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (!isGapless || sumBytes !== media.totalBytes) {
    throw new Refusal(invalidMessage("Segments do not add up to provided total file size."));
  }
  const hash = createHash("sha256");
  let firstBytes = Buffer.alloc(0);
  for (const { index } of rows) {
    const segment = await client.query<{ bytes: Buffer }>(
      "SELECT bytes FROM media_segments WHERE media_id = $1 AND index = $2",
      [media.id, index],
    );
    const bytes = segment.rows[0]?.bytes ?? Buffer.alloc(0);
    hash.update(bytes);
    if (firstBytes.length < signatureBytes)
      firstBytes = Buffer.concat([firstBytes, bytes.subarray(0, signatureBytes)]);
  }
  return { sha256: hash.digest("hex"), firstBytes };
}
