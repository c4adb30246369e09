import type pg from "pg";
import type { XContext } from "../context";
import { invalidMessage } from "../http/problems";
import { Refusal } from "../http/reply";
import { mayExist } from "../tweets/tweet";
import type { Media } from "./media";

export const mediaColumns = `m.id::text AS id, m.user_id::text AS "userId", m.media_key AS "mediaKey",
  m.media_type AS "mediaType", m.category, m.total_bytes AS "totalBytes",
  m.additional_owners AS "additionalOwners", m.created_at AS "createdAtMs", m.expires_at AS "expiresAtMs",
  m.finalized_at AS "finalizedAtMs", m.sha256, m.found_type AS "foundType", m.processing,
  m.alt_text AS "altText"`;

type Search = {
  id: string;
  userId: string;
  client?: pg.Pool | pg.PoolClient;
  /** Held until the end of the client's transaction. */
  lock?: "FOR SHARE" | "FOR UPDATE";
};

/** Media that this user may use and that has not expired. */
export async function findMedia(ctx: XContext, search: Search): Promise<Media | undefined> {
  if (!mayExist(search.id)) return undefined;
  const { rows } = await (search.client ?? ctx.db).query<Media>(
    `SELECT ${mediaColumns} FROM media m
     WHERE m.id = $1 AND m.expires_at > $3 AND (m.user_id = $2 OR $2::text = ANY (m.additional_owners))
     ${search.lock ?? ""}`,
    [search.id, search.userId, ctx.clock.now()],
  );
  return rows[0];
}

/** The same, or X's 400. Its words for media that is not there were seen by users of xurl (xdevplatform/xurl#18). */
export async function requireMedia(ctx: XContext, search: Search): Promise<Media> {
  const media = await findMedia(ctx, search);
  if (!media) throw new Refusal(invalidMessage("BadRequest: Not found"));
  return media;
}
