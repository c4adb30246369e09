// The boxes that an MP4 or MOV is made of, read where they lie: the film itself is never touched. Made for files that
// mean harm too: everything that is read is small, and everything that is counted has an end.
import type { FileHandle } from "node:fs/promises";

export type Box = {
  type: string;
  /** Where what it holds begins, and where it ends. */
  start: number;
  end: number;
};

/** A file whose boxes do not fit: it breaks off, or was never one. */
export class BrokenFileError extends Error {
  override readonly name = "BrokenFileError";
}

const shortHeader = 8;
const longHeader = 16;
/** Fragmented films have one for every second or so, and no honest file has so many. */
const mostBoxes = 10_000;

/** The boxes between two places in the file, in order. Source: ISO/IEC 14496-12, 4.2. @throws BrokenFileError */
export async function listBoxes(file: FileHandle, from: number, to: number): Promise<Box[]> {
  const boxes: Box[] = [];
  // QuickTime ends a list with four bytes of nothing.
  for (let at = from; at + shortHeader <= to; at = boxes.at(-1)?.end ?? to) {
    if (boxes.length >= mostBoxes) throw new BrokenFileError("too many boxes");
    const head = await readBytes(file, at, Math.min(longHeader, to - at));
    const said = head.readUInt32BE(0);
    const isLong = said === 1;
    if (isLong && head.length < longHeader) throw new BrokenFileError("a box breaks off");
    const size = isLong ? Number(head.readBigUInt64BE(8)) : said === 0 ? to - at : said;
    const headerBytes = isLong ? longHeader : shortHeader;
    if (size < headerBytes || at + size > to) throw new BrokenFileError("a box reaches past its end");
    boxes.push({ type: head.toString("latin1", 4, 8), start: at + headerBytes, end: at + size });
  }
  return boxes;
}

/** The first bytes of what a box holds. @throws BrokenFileError where there are fewer */
export async function readBox(file: FileHandle, box: Box, bytes: number): Promise<Buffer> {
  if (box.end - box.start < bytes) throw new BrokenFileError(`${box.type} is too short`);
  return readBytes(file, box.start, bytes);
}

async function readBytes(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead < length) throw new BrokenFileError("the file breaks off");
  return buffer;
}
