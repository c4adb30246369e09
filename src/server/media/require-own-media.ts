import { z } from "zod";
import type { MediaKind } from "~/domain/media";
import type { Tx } from "../db";
import { noSuchMedia } from "./find-media";

const uuid = z.uuid();

/**
 * What kind each of a person's uploads is. They cannot be removed until the transaction ends.
 * @throws AppError NOT_FOUND, for another person's too, as if it did not exist
 */
export async function requireOwnMedia(
  tx: Tx,
  userId: string,
  mediaIds: string[],
): Promise<Map<string, MediaKind>> {
  const wanted = [...new Set(mediaIds)];
  if (wanted.length === 0) return new Map();
  if (wanted.some((id) => !uuid.safeParse(id).success)) throw noSuchMedia();
  const rows = await tx.$queryRaw<{ id: string; kind: MediaKind }[]>`
    SELECT "id", "kind"::text FROM "Media" WHERE "id" = ANY (${wanted}::uuid[]) AND "userId" = ${userId}::uuid
    ORDER BY "id" FOR KEY SHARE`;
  if (rows.length < wanted.length) throw noSuchMedia();
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}
