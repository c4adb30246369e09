// What each part shows. A file that stays in its part keeps what X has of it, so that nothing is uploaded twice.
import { randomUUID } from "node:crypto";
import { checkTogether } from "~/domain/media";
import { mediaProblemWords } from "~/domain/media-words";
import { policy } from "~/domain/policy";
import type { Part, PartMedia } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Tx } from "../db";
import { noLongerNeeded } from "../media/no-longer-needed";
import { requireOwnMedia } from "../media/require-own-media";
import { type MediaInput, type PartInput, partName } from "./require-parts";

export type PartWithMedia = Part & { media: PartMedia[] };

/** What a post shows. */
export type Shown = { mediaId: string; altText: string | null };

/**
 * @param rows the parts that are written, in order; `wanted` says of each what it is to show.
 * @returns the places of those that show something else now.
 * @throws AppError NOT_FOUND for what is not this person's, BAD_INPUT for what X would not show together
 */
export async function writeMedia(
  tx: Tx,
  userId: string,
  rows: PartWithMedia[],
  wanted: PartInput[],
  now: Date,
): Promise<number[]> {
  const changed: number[] = [];
  const given = wanted.flatMap(({ media = [] }) => media.map(({ mediaId }) => mediaId));
  const kinds = await requireOwnMedia(tx, userId, given);
  for (const [index, row] of rows.entries()) {
    const media = wanted[index]?.media;
    if (!media || isSame(row.media, media)) continue;
    const problem = checkTogether(
      media.flatMap(({ mediaId }) => kinds.get(mediaId) ?? []),
      policy,
    );
    if (problem) {
      throw new AppError("BAD_INPUT", `${partName(index, rows.length)}: ${mediaProblemWords(problem)}`);
    }
    await replaceMedia(tx, row, media, now);
    changed.push(row.position);
  }
  return changed;
}

/** A part that turned out to be up shows what X has, as far as Roost still has the files. */
export async function showAsSent(tx: Tx, part: PartWithMedia, sent: Shown[], now: Date): Promise<void> {
  const mediaIds = sent.map(({ mediaId }) => mediaId);
  const left = await tx.media.findMany({ where: { id: { in: mediaIds } }, select: { id: true } });
  const kept = sent.filter(({ mediaId }) => left.some(({ id }) => id === mediaId));
  if (!isSame(part.media, kept)) await replaceMedia(tx, part, kept, now);
}

function isSame(standing: PartMedia[], wanted: MediaInput[]): boolean {
  return (
    standing.length === wanted.length &&
    wanted.every(({ mediaId, altText }, index) => {
      const row = standing[index];
      return row?.mediaId === mediaId && row.altText === (altText || null);
    })
  );
}

async function replaceMedia(tx: Tx, part: PartWithMedia, wanted: MediaInput[], now: Date): Promise<void> {
  const left = [...part.media];
  const data = wanted.map(({ mediaId, altText }, index) => {
    const at = left.findIndex((row) => row.mediaId === mediaId);
    const [standing] = at < 0 ? [] : left.splice(at, 1);
    const use = { id: randomUUID(), partId: part.id, position: index + 1, mediaId, altText: altText || null };
    return { ...use, ...(standing ? uploadKept(standing, use.altText) : {}) };
  });
  await tx.partMedia.deleteMany({ where: { partId: part.id } });
  await tx.partMedia.createMany({ data });
  await noLongerNeeded(
    tx,
    left.map(({ mediaId }) => mediaId),
    now,
  );
}

/**
 * What X has of a file goes on to serve it. Another description is told to X before the post; that there is none any
 * more cannot be told, so then the file is uploaded anew.
 */
function uploadKept(row: PartMedia, altText: string | null): Partial<PartMedia> {
  const { xMediaId, xMediaKey, xExpiresAt, xSince } = row;
  if (!xMediaId || row.xState === "FAILED") return {};
  const atX = { xMediaId, xMediaKey, xExpiresAt, xSince };
  if (altText === row.altText) return { ...atX, xState: row.xState };
  return altText === null ? {} : { ...atX, xState: "UPLOADED" };
}
