import type { Readable } from "node:stream";
import type { Media } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { findOwnMedia } from "./find-media";
import type { ByteRange } from "./store";

/**
 * One person's upload, and a way to its bytes.
 * @throws AppError NOT_FOUND; `open` throws it too, where the row stands and the file is gone
 */
export async function openOwnMedia(
  c: Collaborators,
  userId: string,
  id: string,
): Promise<{ media: Media; open: (range?: ByteRange) => Promise<Readable> }> {
  const media = await findOwnMedia(c.db, userId, id);
  return {
    media,
    open: async (range) => {
      const file = await c.media.open(media.sha256, range);
      if (file) return file;
      c.log.error({ mediaId: id }, "media.file_missing");
      throw new AppError("NOT_FOUND", "Roost no longer has this file. Upload it again.");
    },
  };
}
