// Takes an upload in as it comes: hashed, told by its first bytes and held to X's limit on the way, never whole in memory.
import { createHash } from "node:crypto";
import { checkBytes, largestBytes, type MediaProblem, type MediaType, mediaTypes } from "~/domain/media";
import { mediaProblemWords } from "~/domain/media-words";
import type { Policy } from "~/domain/policy";
import { freshPace, paceAfter, patienceMs } from "~/domain/upload-pace";
import { AppError } from "../app-error";
import { findType } from "./find-type";
import type { IncomingFile } from "./store";

export type Upload = {
  body: AsyncIterable<Uint8Array>;
  /** What its sender says that it has; null where it says nothing. */
  announcedBytes: number | null;
};

export type ReadUpload = { type: MediaType; bytes: number; sha256: string };

/**
 * Writes the body into the file, and stops reading at the first byte too many.
 * @throws AppError BAD_INPUT for what X would not take, and for an upload that breaks off; what the disk throws.
 */
export async function readUpload(upload: Upload, file: IncomingFile, policy: Policy): Promise<ReadUpload> {
  const { announcedBytes } = upload;
  if (announcedBytes !== null && announcedBytes > largestBytes(policy)) {
    throw problemError({ kind: "tooBig", of: "VIDEO", maxBytes: largestBytes(policy) });
  }
  const hash = createHash("sha256");
  const heads: Uint8Array[] = [];
  let bytes = 0;
  let type: MediaType | null = null;
  for await (const chunk of patiently(upload.body, policy)) {
    if (type === null) heads.push(chunk);
    bytes += chunk.byteLength;
    if (type === null && bytes >= policy.media.headBytes) type = await requireType(heads, policy);
    if (type !== null) requireBytes(type, Math.max(bytes, announcedBytes ?? 0), policy);
    hash.update(chunk);
    await file.write(chunk);
  }
  if (announcedBytes !== null && bytes !== announcedBytes) throw brokenOff();
  if (bytes === 0) throw problemError({ kind: "empty" });
  type ??= await requireType(heads, policy);
  requireBytes(type, bytes, policy);
  return { type, bytes, sha256: hash.digest("hex") };
}

/** A file that X would not take, in words. */
export function problemError(problem: MediaProblem): AppError {
  return new AppError("BAD_INPUT", mediaProblemWords(problem));
}

async function requireType(heads: Uint8Array[], policy: Policy): Promise<MediaType> {
  const found = await findType(Buffer.concat(heads).subarray(0, policy.media.headBytes));
  if (found.kind === "problem") throw problemError(found.problem);
  return found.type;
}

function requireBytes(type: MediaType, bytes: number, policy: Policy): void {
  const problem = checkBytes(mediaTypes[type], bytes, policy);
  if (problem) throw problemError(problem);
}

/** The chunks as they come. What its sender does, breaking off or falling behind, is told apart from our own trouble. */
async function* patiently(body: AsyncIterable<Uint8Array>, policy: Policy): AsyncIterable<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  for (let pace = freshPace; ; ) {
    const sinceMs = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<"tooLong">((resolve) => {
      timer = setTimeout(() => resolve("tooLong"), patienceMs(pace, policy));
    });
    const next = await Promise.race([chunks.next(), tooLong])
      .catch(() => {
        throw brokenOff();
      })
      .finally(() => clearTimeout(timer));
    if (next === "tooLong") throw tooSlow(policy);
    if (next.done) return;
    const came = { bytes: next.value.byteLength, waitedMs: performance.now() - sinceMs };
    pace = paceAfter(pace, came, policy);
    yield next.value;
  }
}

function brokenOff(): AppError {
  return new AppError(
    "BAD_INPUT",
    "The upload broke off before its end, so nothing was kept. Upload the file again.",
  );
}

function tooSlow({ media }: Policy): AppError {
  const kilobytes = Math.round(media.uploadPaceBytes / bytesPerKilobyte);
  const seconds = Math.ceil(media.uploadPaceMs / msPerSecond);
  return new AppError(
    "BAD_INPUT",
    `Less than ${kilobytes} KB of this file came in ${seconds} seconds, so the upload was ended and nothing was kept. Upload it again over a faster line.`,
  );
}

const bytesPerKilobyte = 1024;
const msPerSecond = 1000;
