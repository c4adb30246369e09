import { z } from "zod";
import type { Media } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Tx } from "../db";

const uuid = z.uuid();

/** One person's upload. @throws AppError NOT_FOUND, for another person's too, as if it did not exist. */
export async function findOwnMedia(tx: Tx, userId: string, id: string): Promise<Media> {
  const media = uuid.safeParse(id).success ? await tx.media.findFirst({ where: { id, userId } }) : null;
  if (!media) throw noSuchMedia();
  return media;
}

export function noSuchMedia(): AppError {
  return new AppError(
    "NOT_FOUND",
    "There is no such file among your uploads. What no tweet uses is removed after a day; upload it again.",
  );
}
