// One stack for one data folder. A lock whose process is gone counts for nothing, and names what that one left behind.
import { readFileSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { writePrivateJson } from "./private-file";
import { identifyProcess, isStillRunning, type ProcessIdentity } from "./process-identity";

type LockFile = ProcessIdentity & { parts: ProcessIdentity[] };

export type Lock = {
  /** The guards of starts that were killed: still ending their parts, perhaps. */
  leftovers: ProcessIdentity[];
  /** Notes a part, so that the next start can wait for it if this one is killed. */
  notePart: (pid: number) => Promise<void>;
  release: () => Promise<void>;
};

/** Two starts may both find a stale lock and race to replace it; one of them wins within this many turns. */
const turnsMax = 5;

/**
 * Takes the data folder for this process.
 * @throws Error when another start holds it, or when the folder cannot be made.
 */
export async function takeLock(dataDir: string): Promise<Lock> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, "lock.json");
  const own: LockFile = { pid: process.pid, startedAt: "", ...identifyProcess(process.pid), parts: [] };
  let leftovers: ProcessIdentity[] = [];
  for (let turn = 0; turn < turnsMax; turn += 1) {
    if (await tryToPlace(path, own)) return holdLock(path, own, leftovers);
    const holder = readLock(path);
    if (holder && isStillRunning(holder)) throw new Error(explainHolder(dataDir, holder));
    leftovers = [...leftovers, ...(holder?.parts ?? [])];
    await removeIfUnchanged(path, holder);
  }
  throw new Error(`Other starts are taking ${path} at the same time. Start again when they have ended.`);
}

function holdLock(path: string, own: LockFile, leftovers: ProcessIdentity[]): Lock {
  let writing = Promise.resolve();
  return {
    leftovers,
    notePart: (pid) => {
      const part = identifyProcess(pid);
      if (part) own.parts.push(part);
      writing = writing.then(() => writePrivateJson(path, own));
      return writing;
    },
    release: async () => {
      await writing;
      if (readLock(path)?.pid === process.pid) await rm(path, { force: true });
    },
  };
}

/** Linking fails where the name exists: unlike a rename, it never takes another's lock away. */
async function tryToPlace(path: string, own: LockFile): Promise<boolean> {
  const draft = `${path}.${process.pid}`;
  await writePrivateJson(draft, own);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

/** Another start may have replaced the stale lock meanwhile: what was moved away is looked at, and put back. */
async function removeIfUnchanged(path: string, stale: LockFile | undefined): Promise<void> {
  const aside = `${path}.${process.pid}.stale`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = parseLock(await readFile(aside, "utf8"));
  if (moved && moved.startedAt !== stale?.startedAt) await link(aside, path).catch(() => undefined);
  await unlink(aside);
}

function readLock(path: string): LockFile | undefined {
  try {
    return parseLock(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function parseLock(text: string): LockFile | undefined {
  try {
    return JSON.parse(text) as LockFile;
  } catch {
    return undefined;
  }
}

function explainHolder(dataDir: string, { pid }: ProcessIdentity): string {
  let address = "";
  try {
    address = ` at ${JSON.parse(readFileSync(join(dataDir, "endpoints.json"), "utf8")).web}`;
  } catch {
    // It has not come up yet, so it has no address to name.
  }
  return `Roost already runs on ${dataDir}${address} (process ${pid}). Use that one, or end it first (Ctrl-C where it runs). To run another beside it, give it a folder of its own: ROOST_DATA_DIR=.data-2 npm run dev`;
}
