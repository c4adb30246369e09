// Whether an image's bytes go on to its end. What breaks off half way still has a size in its head.
import { crc32 } from "node:zlib";
import type { MediaType } from "~/domain/media";

/** What comes after the end is left alone: phones put a short film there. */
export function isWhole(type: MediaType, bytes: Buffer): boolean {
  try {
    return ends[type]?.(bytes) ?? false;
  } catch (error) {
    // A field that lies past the end.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const ends: Partial<Record<MediaType, (bytes: Buffer) => boolean>> = {
  "image/jpeg": jpegEnds,
  "image/png": pngEnds,
  "image/gif": gifEnds,
  "image/webp": webpEnds,
};

/** Source: ITU-T T.81, B.1: segments with their length, and coded data in which FF is followed by 00 or RST. */
function jpegEnds(bytes: Buffer): boolean {
  let at = 2;
  let hasFrame = false;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return false;
    while (bytes.readUInt8(at) === 0xff) at += 1;
    const marker = bytes.readUInt8(at);
    at += 1;
    if (marker === 0xd9) return hasFrame;
    hasFrame ||= isFrame(marker);
    const standsAlone = marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8);
    if (!standsAlone) at += bytes.readUInt16BE(at);
  }
}

/** The head of a picture: without one, nothing comes before the end. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Source: https://www.w3.org/TR/png-3/#5DataRep: chunks, each with its sum, up to IEND. */
function pngEnds(bytes: Buffer): boolean {
  let at = 8;
  for (;;) {
    const dataEnd = at + 8 + bytes.readUInt32BE(at);
    if (crc32(bytes.subarray(at + 4, dataEnd)) !== bytes.readUInt32BE(dataEnd)) return false;
    if (bytes.toString("latin1", at + 4, at + 8) === "IEND") return true;
    at = dataEnd + 4;
  }
}

/** Source: GIF89a, appendix B: blocks of sub-blocks, up to the trailer; some writers leave that out. */
function gifEnds(bytes: Buffer): boolean {
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableBytes(bytes.readUInt8(10));
  let images = 0;
  while (at < bytes.length) {
    const block = bytes.readUInt8(at);
    if (block === 0x3b) break;
    if (block === 0x2c) {
      images += 1;
      at += 11 + tableBytes(bytes.readUInt8(at + 9));
    } else if (block === 0x21) at += 2;
    else return false;
    while (bytes.readUInt8(at) !== 0) at += 1 + bytes.readUInt8(at);
    at += 1;
  }
  return images > 0;
}

/** Source: RFC 9649, 2.4: the file's size after RIFF. */
function webpEnds(bytes: Buffer): boolean {
  return bytes.readUInt32LE(4) + 8 <= bytes.length;
}
