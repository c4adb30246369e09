// Work on the disk is done by other threads: whoever asks whether all is quiet must know of it.
import type { FileHandle } from "node:fs/promises";
import { createRequire, syncBuiltinESMExports } from "node:module";

type Method = (this: unknown, ...args: unknown[]) => Promise<unknown>;
type Methods = Record<string, Method | undefined>;
export type Track = <T>(work: Promise<T>) => Promise<T>;

const require = createRequire(import.meta.url);
const promised: Methods = require("node:fs/promises");

const functions = ["access", "mkdir", "open", "readFile", "readdir", "rename", "rm", "stat", "utimes"];
const ofHandles = ["close", "read", "sync", "write"] as const;

/** @param track keeps the world from being called quiet until the promise has settled. Returns what takes that back. */
export function watchFiles(track: Track): () => void {
  const kept = new Map(functions.map((name) => [name, promised[name]]));
  for (const [name, real] of kept) {
    promised[name] = function (...args) {
      return track(call(real, this, args, track));
    };
  }
  syncBuiltinESMExports();
  return () => {
    Object.assign(promised, Object.fromEntries(kept));
    syncBuiltinESMExports();
  };
}

async function call(real: Method | undefined, on: unknown, args: unknown[], track: Track): Promise<unknown> {
  const value = await real?.apply(on, args);
  if (isHandle(value)) watchHandle(value, track);
  return value;
}

function isHandle(value: unknown): value is FileHandle {
  return typeof value === "object" && value !== null && "fd" in value && "sync" in value;
}

function watchHandle(handle: FileHandle, track: Track): void {
  const methods = handle as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ofHandles) {
    const real = methods[name]?.bind(handle);
    if (real) methods[name] = (...args) => track(real(...args));
  }
}
