// The media store as one simulated process sees it: each call waits for its turn and may fail as a disk fails, while the
// store itself is the real one, on a real disk.
import { utimes } from "node:fs/promises";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { IncomingFile, MediaStore } from "~/server/media/store";
import type { Fate } from "./calls";
import { makeCall, type SimProcess } from "./process";
import type { Track } from "./watch-files";

/**
 * @param nowMs virtual time, which the files' own times then follow.
 * @param track keeps the world from being called quiet while the disk works.
 */
export function guardStore(
  store: MediaStore,
  process: SimProcess,
  { nowMs, track }: { nowMs: () => number; track: Track },
): MediaStore {
  const call: MakeCall = (name, run) =>
    makeCall(
      process,
      "store",
      name,
      () => track(run()),
      (fate) => diskError(name, fate),
    );
  const stamp = async (path: string) => {
    const at = new Date(nowMs());
    await utimes(path, at, at);
  };
  return {
    receive: () =>
      call("receive", async () => {
        const file = await store.receive();
        // A dead process holds no file open.
        process.died.catch(() => file.finish().catch(() => undefined));
        await stamp(file.path);
        return guardFile(file, process, stamp, call);
      }),
    put: (file, key) => call("put", () => store.put(file, key)),
    open: (key, range) =>
      call("open", async () => {
        const stream = await store.open(key, range);
        return stream && Readable.from([await buffer(stream)]);
      }),
    has: (key) => call("has", () => store.has(key)),
    remove: (key) => call("remove", () => store.remove(key)),
    list: () => store.list(),
    removeLeftovers: (before) => call("removeLeftovers", () => store.removeLeftovers(before)),
  };
}

type MakeCall = <T>(name: string, run: () => Promise<T>) => Promise<T>;

function guardFile(
  file: IncomingFile,
  process: SimProcess,
  stamp: (path: string) => Promise<void>,
  call: MakeCall,
): IncomingFile {
  return {
    path: file.path,
    write: (chunk) =>
      call("write", async () => {
        await file.write(chunk);
        await stamp(file.path);
      }),
    finish: () =>
      call("finish", async () => {
        await file.finish();
        await stamp(file.path);
      }),
    discard: async () => {
      await process.back("go");
      await file.discard();
    },
  };
}

const writing = new Set(["receive", "write", "finish", "put"]);

function diskError(name: string, fate: Fate): Error {
  const code = fate === "refused" && writing.has(name) ? "ENOSPC" : "EIO";
  const words = code === "ENOSPC" ? "no space left on device" : "i/o error";
  return Object.assign(new Error(`${code}: ${words}, ${name}`), { code });
}
