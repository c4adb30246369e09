// Uploads on a local disk. Whoever posts reads them there too: the web app and the reconciler share the folder.
import { createReadStream } from "node:fs";
import { access, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { namesIn, receiveFile, removeOldFiles } from "./receive-file";
import { type MediaStore, requireKey, type StoredFile } from "./store";

/** @param folder made when the first file comes. */
export function createDiskStore(folder: string): MediaStore {
  const root = resolve(folder);
  const incoming = join(root, "incoming");
  const kept = join(root, "files");
  const folderOf = (key: string) => join(kept, requireKey(key).slice(0, 2));
  const pathOf = (key: string) => join(folderOf(key), key);
  return {
    receive: () => receiveFile(incoming),
    put: async (file, key) => {
      await mkdir(folderOf(key), { recursive: true });
      // On the same disk, so the file appears whole and at once, in the place of an equal one too.
      await rename(file.path, pathOf(key));
      await syncFolder(folderOf(key));
    },
    open: async (key, range) => {
      try {
        const file = await open(pathOf(key), "r");
        return createReadStream("", { fd: file, ...range });
      } catch (error) {
        if (!isMissing(error)) throw error;
        // Not mounted, or another folder than the one that the file was kept in: that says nothing about the file.
        await access(kept);
        return null;
      }
    },
    has: (key) =>
      access(pathOf(key)).then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      ),
    remove: (key) => rm(pathOf(key), { force: true }),
    list: () => listFiles(kept),
    removeLeftovers: (before) => removeOldFiles(incoming, before),
  };
}

async function* listFiles(root: string): AsyncIterable<StoredFile[]> {
  for (const folder of await namesIn(root)) {
    const names = await namesIn(join(root, folder));
    const found = await Promise.all(
      names.map(async (key) => {
        const facts = await stat(join(root, folder, key)).catch(() => null);
        return facts && { key, storedAt: facts.mtime };
      }),
    );
    yield found.filter((file) => file !== null);
  }
}

/** A rename is on the disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
