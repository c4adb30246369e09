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
/** Fragmented films have one for every second or so, and no honest file has so many, all its lists together. */
const mostBoxes = 10_000;

/** Reads boxes of one file, so many in all. */
export type BoxReader = {
  /** The boxes between two places in the file, in order. @throws BrokenFileError */
  list: (from: number, to: number) => Promise<Box[]>;
  /** The first bytes of what a box holds. @throws BrokenFileError where there are fewer */
  read: (box: Box, bytes: number) => Promise<Buffer>;
};

/** Source: ISO/IEC 14496-12, 4.2. */
export function boxReader(file: FileHandle): BoxReader {
  let left = mostBoxes;
  return {
    list: async (from, to) => {
      const boxes: Box[] = [];
      // QuickTime ends a list with four bytes of nothing.
      for (let at = from; at + shortHeader <= to; at = boxes.at(-1)?.end ?? to) {
        left -= 1;
        if (left < 0) throw new BrokenFileError("too many boxes");
        boxes.push(await readHeader(file, at, to));
      }
      return boxes;
    },
    read: async (box, bytes) => {
      if (box.end - box.start < bytes) throw new BrokenFileError(`${box.type} is too short`);
      return readBytes(file, box.start, bytes);
    },
  };
}

async function readHeader(file: FileHandle, at: number, to: number): Promise<Box> {
  const head = await readBytes(file, at, Math.min(longHeader, to - at));
  const said = head.readUInt32BE(0);
  const isLong = said === 1;
  if (isLong && head.length < longHeader) throw new BrokenFileError("a box breaks off");
  const size = isLong ? Number(head.readBigUInt64BE(8)) : said === 0 ? to - at : said;
  const headerBytes = isLong ? longHeader : shortHeader;
  if (size < headerBytes || at + size > to) throw new BrokenFileError("a box reaches past its end");
  return { type: head.toString("latin1", 4, 8), start: at + headerBytes, end: at + size };
}

async function readBytes(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead < length) throw new BrokenFileError("the file breaks off");
  return buffer;
}
