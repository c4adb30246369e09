import { buffer } from "node:stream/consumers";
import type { MediaStore } from "./store";

/** A piece of a kept file, whole; null where the file is gone, or ends before it. */
export async function readChunk(
  store: MediaStore,
  key: string,
  start: number,
  bytes: number,
): Promise<Buffer | null> {
  const stream = await store.open(key, { start, end: start + bytes - 1 });
  const chunk = stream && (await buffer(stream));
  return chunk?.length === bytes ? chunk : null;
}
