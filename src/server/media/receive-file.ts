import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { IncomingFile } from "./store";

const suffix = ".part";

/** Begins a file in this folder, which is made where it is missing. */
export async function receiveFile(folder: string): Promise<IncomingFile> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${randomUUID()}${suffix}`);
  const file = await open(path, "wx", 0o600);
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };
  return {
    path,
    write: async (chunk) => {
      let written = 0;
      // A disk that fills up takes a part first, and says so with the next.
      while (written < chunk.byteLength) {
        written += (await file.write(chunk, written, chunk.byteLength - written)).bytesWritten;
      }
    },
    finish: async () => {
      await file.sync();
      await close();
    },
    discard: async () => {
      await close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

/** Removes what its receiver never finished with. Answers how many. */
export async function removeOldFiles(folder: string, before: Date): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(folder)) {
    if (!name.endsWith(suffix)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (!found || found.mtime >= before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

/** The names in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
