import { fileTypeFromBuffer } from "file-type";
import { isMediaType, type MediaProblem, type MediaType } from "~/domain/media";

/** Other names of what Roost takes: an M4V is an MP4 by another brand, an APNG shows as a PNG. */
const sameAs: Record<string, MediaType> = { "video/x-m4v": "video/mp4", "image/apng": "image/png" };

/** What a file is by its first bytes: never by its name, nor by what its sender says. */
export async function findType(
  head: Uint8Array,
): Promise<{ kind: "type"; type: MediaType } | { kind: "problem"; problem: MediaProblem }> {
  const found = (await fileTypeFromBuffer(head).catch(() => undefined))?.mime ?? null;
  const type = (found && sameAs[found]) ?? found;
  if (type && isMediaType(type)) return { kind: "type", type };
  return { kind: "problem", problem: { kind: "notTaken", found } };
}
