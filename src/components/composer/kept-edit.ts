import { editPrefix, type KeptPart, readParts } from "./kept-thread";

/** What a person changed of a tweet and has not saved, and which state of it they saw. */
export type KeptEdit = {
  revision: number;
  /** So many of its parts were on X, or on their way there. */
  fixedCount: number;
  parts: KeptPart[];
  latenessLimitS: number | null;
  /** ISO 8601; null where they left the time as it was. */
  scheduledFor: string | null;
};

/** The changes of a dialog that was closed before they were saved; null where there are none. */
export function readKeptEdit(tweetId: string): KeptEdit | null {
  try {
    return readEdit(JSON.parse(localStorage.getItem(editPrefix + tweetId) ?? "null"));
  } catch {
    return null;
  }
}

/** Keeps them on this device until they are saved; null for none. Does nothing where the browser keeps nothing. */
export function keepEdit(tweetId: string, edit: KeptEdit | null): void {
  try {
    if (edit) localStorage.setItem(editPrefix + tweetId, JSON.stringify(edit));
    else localStorage.removeItem(editPrefix + tweetId);
  } catch {
    return;
  }
}

/** Forgets what has been saved; what was written into another opening of the tweet meanwhile is kept. */
export function forgetEdit(tweetId: string, saved: KeptEdit): void {
  const kept = readKeptEdit(tweetId);
  if (kept && JSON.stringify(kept) === JSON.stringify(readEdit(saved))) keepEdit(tweetId, null);
}

/** What another version has written may have another shape. */
function readEdit(stored: Partial<KeptEdit> | null): KeptEdit | null {
  const { revision, fixedCount, latenessLimitS = null, scheduledFor = null } = stored ?? {};
  const parts = readParts(stored?.parts);
  if (typeof revision !== "number" || typeof fixedCount !== "number" || parts.length === 0) return null;
  const isTime = typeof scheduledFor === "string" && !Number.isNaN(Date.parse(scheduledFor));
  return {
    revision,
    fixedCount,
    parts,
    latenessLimitS: typeof latenessLimitS === "number" ? latenessLimitS : null,
    scheduledFor: isTime ? scheduledFor : null,
  };
}
