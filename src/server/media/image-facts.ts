import { readFile } from "node:fs/promises";
import { GIF } from "image-size/types/gif";
import { JPG } from "image-size/types/jpg";
import { PNG } from "image-size/types/png";
import { WEBP } from "image-size/types/webp";
import { type MediaFacts, type MediaProblem, type MediaType, mediaTypes } from "~/domain/media";
import { isWhole } from "./is-whole";

type Measured = { width: number; height: number; orientation?: number };

const readers: Partial<Record<MediaType, { calculate: (bytes: Uint8Array) => Measured }>> = {
  "image/jpeg": JPG,
  "image/png": PNG,
  "image/gif": GIF,
  "image/webp": WEBP,
};

/** From here on a camera lay on its side. Source: Exif 2.32, tag 0x0112. */
const firstTurned = 5;

/** What an image measures as it is shown. Read whole: X takes no large ones. */
export async function readImageFacts(path: string, type: MediaType): Promise<MediaFacts | MediaProblem> {
  const bytes = await readFile(path);
  const measured = isWhole(type, bytes) ? measure(type, bytes) : null;
  if (!measured || measured.width < 1 || measured.height < 1) {
    return { kind: "damaged", of: mediaTypes[type] };
  }
  const isTurned = (measured.orientation ?? 1) >= firstTurned;
  return {
    type,
    width: isTurned ? measured.height : measured.width,
    height: isTurned ? measured.width : measured.height,
    durationMs: null,
  };
}

/** A camera's notes and colours are far shorter; the library walks byte by byte through what it cannot read. */
const headBytes = 1024 * 1024;

/** The library throws what it likes over bytes that are no image. */
function measure(type: MediaType, bytes: Uint8Array): Measured | null {
  try {
    return readers[type]?.calculate(bytes.subarray(0, headBytes)) ?? null;
  } catch {
    return null;
  }
}
