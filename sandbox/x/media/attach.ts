import type pg from "pg";
import type { XContext } from "../context";
import { invalidRequest } from "../http/problems";
import { Refusal } from "../http/reply";
import type { Caller } from "../oauth/bearer";
import { postCategories } from "./categories";
import type { Media } from "./media";
import { isReady } from "./processing-info";
import { findMedia } from "./store";

const mostPhotos = 4;

/**
 * The media that a post is to show, in its order, or X's 400: each has to be the caller's, finalised, through with its
 * processing and not expired; together up to four photos, or one GIF, or one video.
 */
export async function attachMedia(
  ctx: XContext,
  client: pg.PoolClient,
  { caller, ids }: { caller: Caller; ids: string[] },
): Promise<Media[]> {
  const found: Media[] = [];
  for (const id of ids) {
    const media = await findMedia(ctx, { id, userId: caller.userId, client });
    if (media && isReady(media, ctx.clock.now())) found.push(media);
  }
  const foundIds = new Set(found.map(({ id }) => id));
  const invalid = ids.filter((id) => !foundIds.has(id));
  if (invalid.length > 0) throw new Refusal(invalidMediaIds(invalid));
  const kinds = found.map(({ category }) => postCategories[category].kind);
  const isAlone = found.length <= 1;
  const areFewPhotos = foundIds.size === ids.length && kinds.every((kind) => kind === "photo");
  if (!isAlone && !(areFewPhotos && found.length <= mostPhotos)) throw new Refusal(invalidMediaIds(ids));
  return found;
}

/** As many users of the live API have met it, for each of these reasons. */
const invalidMediaIds = (ids: string[]) =>
  invalidRequest([{ parameters: { "media.media_ids": ids }, message: "Your media IDs are invalid." }]);
