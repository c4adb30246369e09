import { msPerSecond } from "../clock";
import type { XContext } from "../context";
import type { Caller } from "../oauth/bearer";
import { postCategories } from "./categories";
import type { InitializeBody } from "./initialize-body";
import type { Media } from "./media";

/** Begins an upload: from here on its segments are taken, until it expires. */
export async function initializeMedia(ctx: XContext, caller: Caller, body: InitializeBody): Promise<Media> {
  const id = ctx.nextId();
  const nowMs = ctx.clock.now();
  const media: Media = {
    id,
    userId: caller.userId,
    mediaKey: `${postCategories[body.category].keyPrefix}_${id}`,
    mediaType: body.mediaType,
    category: body.category,
    totalBytes: body.totalBytes,
    additionalOwners: body.additionalOwners,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + ctx.limits.current.uploadLifetimeSeconds * msPerSecond,
    finalizedAtMs: null,
    sha256: null,
    foundType: null,
    processing: null,
    altText: null,
  };
  await ctx.db.query(
    `INSERT INTO media (id, user_id, media_key, media_type, category, total_bytes, shared, additional_owners,
       created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      media.userId,
      media.mediaKey,
      media.mediaType,
      media.category,
      media.totalBytes,
      body.shared,
      media.additionalOwners,
      media.createdAtMs,
      media.expiresAtMs,
    ],
  );
  return media;
}
