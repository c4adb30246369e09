// A job that hangs, or whose worker dies, ends nothing but itself: it is a broken promise of its own, and said as such.
import type { Violation } from "../checks/check";
import { violate } from "../checks/check";

/** What is told of a job without a report. */
export function cutOff(error: unknown): Violation[] {
  const what = error instanceof Error ? error.message : String(error);
  return [violate("L8 every run comes to its end", what)];
}
