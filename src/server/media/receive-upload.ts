// Takes a file in for a person. Whatever goes wrong, nothing is left behind and they are told what; the same bytes again
// are the same upload.
import { checkLength, type MediaFacts, type MediaProblem, mediaTypes } from "~/domain/media";
import { policy as defaultPolicy, type Policy } from "~/domain/policy";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { readImageFacts } from "./image-facts";
import { keepRow, type NewMedia } from "./keep-row";
import { type MediaView, toMediaView } from "./media-view";
import { requireRoom } from "./quota";
import { problemError, type ReadUpload, readUpload, type Upload } from "./read-upload";
import type { IncomingFile } from "./store";
import { inUploadSlot } from "./upload-slots";
import { readVideoFacts } from "./video-facts";

/** @throws AppError BAD_INPUT, NOT_ALLOWED past the quota, UNAVAILABLE where the file cannot be kept */
export function receiveUpload(
  c: Collaborators,
  upload: Upload & { userId: string },
  policy: Policy = defaultPolicy,
): Promise<MediaView> {
  return inUploadSlot(c.db, upload.userId, async () => {
    await requireRoom(c.db, upload.userId, upload.announcedBytes ?? 0);
    const file = await stored(c, () => c.media.receive());
    try {
      const read = await stored(c, () => readUpload(upload, file, policy));
      await stored(c, () => file.finish());
      const facts = await requireFacts(file, read, policy);
      return await keep(c, file, { ...facts, ...read, userId: upload.userId });
    } finally {
      await file.discard();
    }
  });
}

async function requireFacts(
  file: IncomingFile,
  { type, bytes }: ReadUpload,
  policy: Policy,
): Promise<MediaFacts> {
  const facts =
    mediaTypes[type] === "VIDEO"
      ? await readVideoFacts(file.path, type, bytes)
      : await readImageFacts(file.path, type);
  if ("kind" in facts) throw problemError(facts);
  const problem: MediaProblem | null =
    facts.durationMs === null ? null : checkLength(facts.durationMs, policy);
  if (problem) throw problemError(problem);
  return facts;
}

async function keep(c: Collaborators, file: IncomingFile, media: NewMedia): Promise<MediaView> {
  const { row, isNew } = await keepRow(c, media);
  try {
    await stored(c, async () => {
      if (!(await c.media.has(media.sha256))) await c.media.put(file, media.sha256);
    });
  } catch (error) {
    // The same bytes that came meanwhile may be there, under this very row; or have failed as these did.
    const { id, neededAt } = row;
    const isForNothing = isNew || !(await c.media.has(media.sha256).catch(() => true));
    if (isForNothing) await c.db.media.deleteMany({ where: { id, neededAt, uses: { none: {} } } });
    throw error;
  }
  c.log.info({ mediaId: row.id, kind: row.kind, bytes: row.bytes, isNew }, "media.uploaded");
  return toMediaView(row);
}

const noRoom = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** What the store throws, in words for people; what was meant for them goes through. */
async function stored<T>(c: Collaborators, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    c.log.error({ error }, "media.unkept");
    const isFull = noRoom.has((error as NodeJS.ErrnoException).code ?? "");
    throw new AppError(
      "UNAVAILABLE",
      isFull
        ? "There is no room left where Roost keeps files, so this one was not kept. Whoever runs Roost has to make room; then upload it again."
        : "Roost cannot reach the place where it keeps files right now, so this one was not kept. Upload it again in a minute.",
    );
  }
}
