// Brings one file to X, piece by piece from the store. What stopped half way is begun anew: X has no place to go on from.
import { mediaCategories, type Processing } from "~/domain/media-upload";
import { policy } from "~/domain/policy";
import { readChunk } from "../media/read-chunk";
import { putOff } from "./later-outcome";
import { noteMedia } from "./note-media";
import { renewLease } from "./renew-lease";
import { unsent } from "./unsent";
import { type Unready, type UploadJob, unreadyBecause } from "./upload-job";

export type Uploaded = { kind: "uploaded"; xMediaId: string; since: Date; processing: Processing };

/** X has the file when this is `uploaded`, and that is committed. */
export async function uploadFile(job: UploadJob): Promise<Uploaded | Unready> {
  const { c, claim, token, use } = job;
  const { media, position: file } = use;
  const { uploads } = c.publisher;
  const mayGoOn = await renewLease(c, claim);
  if (mayGoOn !== "renewed") return unsent(c, mayGoOn);
  await noteMedia(c, claim, { file, step: "uploading" });
  const begun = await uploads.initialize(token.accessToken, {
    type: media.mimeType,
    category: mediaCategories[media.kind],
    bytes: media.bytes,
  });
  if (begun.kind !== "done") return unreadyBecause(job, begun);
  const xMediaId = begun.value;
  const stopped = await appendAll(job, xMediaId);
  if (stopped) return stopped;
  const finalized = await uploads.finalize(token.accessToken, xMediaId);
  if (finalized.kind !== "done") return unreadyBecause(job, finalized);
  const { processing, mediaKey: xMediaKey, lastsMs } = finalized.value;
  const since = await c.clock.now();
  const xExpiresAt = new Date(since.getTime() + lastsMs);
  const kept = await renewLease(c, claim, (tx) =>
    tx.partMedia.update({
      where: { id: use.id },
      data: { xMediaId, xMediaKey, xState: "UPLOADED", xExpiresAt, xSince: since },
    }),
  );
  await noteMedia(c, claim, { file, step: "uploaded" });
  return kept === "renewed" ? { kind: "uploaded", xMediaId, since, processing } : unsent(c, kept);
}

/** Returns what stopped it; null when X has all of it. */
async function appendAll(job: UploadJob, xMediaId: string): Promise<Unready | null> {
  const { c, claim, token, use } = job;
  const { chunkBytes, maxMs } = policy.upload;
  const { sha256, bytes } = use.media;
  const startedAtMs = (await c.clock.now()).getTime();
  for (let start = 0, index = 0; start < bytes; start += chunkBytes, index += 1) {
    const chunk = await readPiece(job, sha256, start, Math.min(chunkBytes, bytes - start));
    if (!Buffer.isBuffer(chunk)) return chunk;
    const mayGoOn = await renewLease(c, claim);
    if (mayGoOn !== "renewed") return unsent(c, mayGoOn);
    const answer = await c.publisher.uploads.append(token.accessToken, xMediaId, index, chunk);
    if (answer.kind !== "done") return unreadyBecause(job, answer);
    if ((await c.clock.now()).getTime() - startedAtMs > maxMs) {
      return unreadyBecause(job, { kind: "noAnswer", detail: "X took the file in too slowly." });
    }
  }
  const mayGoOn = await renewLease(c, claim);
  return mayGoOn === "renewed" ? null : unsent(c, mayGoOn);
}

async function readPiece(
  { c, claim, use }: UploadJob,
  key: string,
  start: number,
  bytes: number,
): Promise<Buffer | Unready> {
  try {
    const chunk = await readChunk(c.media, key, start, bytes);
    if (chunk) return chunk;
  } catch (error) {
    c.log.error({ tweetId: claim.tweetId, mediaId: use.mediaId, error }, "media.unread");
    const again = new Date((await c.clock.now()).getTime() + policy.publish.laterMs);
    return putOff(again, "Roost could not read one of its files where it keeps them.");
  }
  c.log.error({ tweetId: claim.tweetId, mediaId: use.mediaId }, "media.file_missing");
  const detail = "Roost no longer has this file. Upload it again.";
  await noteMedia(c, claim, { file: use.position, step: "failed", words: detail });
  return { kind: "refused", failure: "media", detail, httpStatus: null };
}
