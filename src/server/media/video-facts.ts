// How long a video is and what it measures, from its own index.
import { open } from "node:fs/promises";
import type { MediaFacts, MediaProblem, MediaType } from "~/domain/media";
import { type Box, type BoxReader, BrokenFileError, boxReader } from "./boxes";

const damaged: MediaProblem = { kind: "damaged", of: "VIDEO" };

/** @param bytes the file's length */
export async function readVideoFacts(
  path: string,
  type: MediaType,
  bytes: number,
): Promise<MediaFacts | MediaProblem> {
  const file = await open(path, "r");
  const film = boxReader(file);
  try {
    const parts = await film.list(0, bytes);
    const index = parts.find((box) => box.type === "moov");
    if (!index || !parts.some((box) => box.type === "mdat")) return damaged;
    const boxes = await film.list(index.start, index.end);
    const picture = await findPicture(film, boxes);
    if (!picture) return { kind: "noPicture" };
    const durationMs = await readDuration(film, boxes);
    return durationMs === null ? { kind: "noLength" } : { type, ...picture, durationMs };
  } catch (error) {
    if (error instanceof BrokenFileError) return damaged;
    throw error;
  } finally {
    await file.close();
  }
}

/** The size of the first track that shows something, as it is shown. Source: ISO/IEC 14496-12, 8.3.2 and 8.4.3. */
async function findPicture(film: BoxReader, index: Box[]): Promise<{ width: number; height: number } | null> {
  for (const track of index.filter(({ type }) => type === "trak")) {
    const boxes = await film.list(track.start, track.end);
    const media = boxes.find(({ type }) => type === "mdia");
    const header = boxes.find(({ type }) => type === "tkhd");
    if (!media || !header) continue;
    const handler = (await film.list(media.start, media.end)).find(({ type }) => type === "hdlr");
    if (!handler || (await film.read(handler, 12)).toString("latin1", 8, 12) !== "vide") continue;
    const isLong = (await film.read(header, 1)).readUInt8(0) === 1;
    const matrixAt = isLong ? 52 : 40;
    const fields = await film.read(header, matrixAt + 44);
    // The matrix's a and d are nothing where the picture is turned by a quarter.
    const isTurned = fields.readInt32BE(matrixAt) === 0 && fields.readInt32BE(matrixAt + 16) === 0;
    const width = fields.readUInt32BE(matrixAt + 36) >>> 16;
    const height = fields.readUInt32BE(matrixAt + 40) >>> 16;
    if (width > 0 && height > 0) return isTurned ? { width: height, height: width } : { width, height };
  }
  return null;
}

/** Of the whole film; null where the file does not say. Source: ISO/IEC 14496-12, 8.2.2 and, in fragments, 8.8.2. */
async function readDuration(film: BoxReader, index: Box[]): Promise<number | null> {
  const header = index.find(({ type }) => type === "mvhd");
  if (!header) return null;
  const isLong = (await film.read(header, 1)).readUInt8(0) === 1;
  const fields = await film.read(header, isLong ? 32 : 20);
  const perSecond = fields.readUInt32BE(isLong ? 20 : 12);
  const said = isLong ? Number(fields.readBigUInt64BE(24)) : fields.readUInt32BE(16);
  const isUnknown = said === 0 || said === 0xffffffff || said >= 2 ** 63;
  const units = isUnknown ? await readFragmentsDuration(film, index) : said;
  return units === null || perSecond === 0 ? null : Math.round((units / perSecond) * 1000);
}

async function readFragmentsDuration(film: BoxReader, index: Box[]): Promise<number | null> {
  const fragments = index.find(({ type }) => type === "mvex");
  if (!fragments) return null;
  const header = (await film.list(fragments.start, fragments.end)).find(({ type }) => type === "mehd");
  if (!header) return null;
  const isLong = (await film.read(header, 1)).readUInt8(0) === 1;
  const fields = await film.read(header, isLong ? 12 : 8);
  return isLong ? Number(fields.readBigUInt64BE(4)) : fields.readUInt32BE(4);
}
