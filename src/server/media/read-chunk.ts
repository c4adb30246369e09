import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import { policy } from "~/domain/policy";
import { withDeadline } from "../with-deadline";
import type { ByteRange, MediaStore } from "./store";

type Opens = Pick<MediaStore, "open">;

/**
 * A piece of a kept file, whole; null where the file is gone, or ends before it.
 * @throws what the store throws, and Error where it has not come in `policy.upload.readTimeoutMs`.
 */
export async function readChunk(
  store: Opens,
  key: string,
  start: number,
  bytes: number,
): Promise<Buffer | null> {
  const giveUp = new AbortController();
  const reading = read(store, key, { start, end: start + bytes - 1 }, giveUp.signal);
  const chunk = await withDeadline<Buffer | null | "late">(policy.upload.readTimeoutMs, reading, () => {
    giveUp.abort();
    return "late";
  });
  if (chunk === "late") throw new Error("The store took too long over a piece of a file.");
  return chunk?.length === bytes ? chunk : null;
}

/** Once it is given up nothing stays open, however late the store still answers. */
async function read(
  store: Opens,
  key: string,
  range: ByteRange,
  giveUp: AbortSignal,
): Promise<Buffer | null> {
  const stream = await store.open(key, range);
  return stream && buffer(addAbortSignal(giveUp, stream));
}
