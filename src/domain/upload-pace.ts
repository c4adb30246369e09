// How slowly a file may come: whoever sends a byte a second would hold a place for an hour. Only the time that Roost
// waits for bytes counts, not what it takes itself to write them.
import type { Policy } from "./policy";

/** What has come, and how long it was waited for, since the last time that enough had come. */
export type Pace = { bytes: number; waitedMs: number };

export const freshPace: Pace = { bytes: 0, waitedMs: 0 };

/** How long the next bytes may still be waited for. */
export function patienceMs({ waitedMs }: Pace, { media }: Policy): number {
  return Math.max(0, media.uploadPaceMs - waitedMs);
}

/** The pace after so many bytes came that were waited for so long. */
export function paceAfter(pace: Pace, came: Pace, { media }: Policy): Pace {
  const bytes = pace.bytes + came.bytes;
  return bytes >= media.uploadPaceBytes ? freshPace : { bytes, waitedMs: pace.waitedMs + came.waitedMs };
}
