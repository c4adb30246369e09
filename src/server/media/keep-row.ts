import { randomUUID } from "node:crypto";
import { type MediaFacts, mediaTypes } from "~/domain/media";
import type { Media } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { lockFile } from "./lock-file";
import { requireRoom } from "./quota";

export type NewMedia = MediaFacts & { userId: string; bytes: number; sha256: string };

/**
 * The person's row for these bytes: the one that stands, as if just uploaded, or a new one. Each upload gives it another
 * `neededAt`, by which its own is told from one that came after.
 * It is written before the file is put, so that no file without a row is ever one that is being put.
 * @throws AppError NOT_ALLOWED past the person's quota
 */
export async function keepRow(c: Collaborators, file: NewMedia): Promise<{ row: Media; isNew: boolean }> {
  const { userId, sha256 } = file;
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    await lockFile(tx, sha256);
    // One upload of a person after the other is counted.
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid FOR NO KEY UPDATE`;
    const [standing] = await tx.$queryRaw<Media[]>`
      UPDATE "Media" SET "neededAt" = greatest(${now}, "neededAt" + interval '1 millisecond')
      WHERE "userId" = ${userId}::uuid AND "sha256" = ${sha256} RETURNING *`;
    if (standing) return { row: standing, isNew: false };
    await requireRoom(tx, userId, file.bytes);
    const row = await tx.media.create({
      data: {
        id: randomUUID(),
        userId,
        sha256,
        kind: mediaTypes[file.type],
        mimeType: file.type,
        bytes: file.bytes,
        width: file.width,
        height: file.height,
        durationMs: file.durationMs,
        createdAt: now,
        neededAt: now,
      },
    });
    return { row, isNew: true };
  });
}
