import type { Readable } from "node:stream";

/**
 * Where the bytes of uploads lie: each file once, under the hash of its contents. A file is visible whole or not at all.
 * Everything throws what its driver throws when the store cannot be reached, or is not there at all.
 */
export type MediaStore = {
  /** Begins a file that is not yet judged; nobody sees it. */
  receive: () => Promise<IncomingFile>;
  /** Keeps a received file under its hash. Putting what is there already changes nothing. */
  put: (file: IncomingFile, key: string) => Promise<void>;
  /** The file's bytes, or those from `start` to `end` (both included); null where there is none. To be read or destroyed. */
  open: (key: string, range?: ByteRange) => Promise<Readable | null>;
  has: (key: string) => Promise<boolean>;
  /** Removing what is not there does nothing. */
  remove: (key: string) => Promise<void>;
  /** Every kept file, page by page. */
  list: () => AsyncIterable<StoredFile[]>;
  /** Removes what was received before this and never put: whoever received it died. Answers how many. */
  removeLeftovers: (before: Date) => Promise<number>;
};

/** A file that is being received, on this machine's disk. */
export type IncomingFile = {
  path: string;
  write: (chunk: Uint8Array) => Promise<void>;
  /** What was written is on the disk. */
  finish: () => Promise<void>;
  /** Leaves nothing behind; does nothing after `put`. */
  discard: () => Promise<void>;
};

export type ByteRange = { start: number; end: number };

export type StoredFile = { key: string; storedAt: Date };

/** SHA-256 in hex: nothing else is ever a part of a path. @throws Error for anything else. */
export function requireKey(key: string): string {
  if (!/^[0-9a-f]{64}$/.test(key)) throw new Error("A stored file is named by its hash.");
  return key;
}
