import { msPerSecond } from "../clock";
import type { Media, Processing } from "./media";

/** `processing_info` as X answers it. */
export type ProcessingInfo = {
  state: "pending" | "in_progress" | "succeeded" | "failed";
  check_after_secs?: number;
  progress_percent?: number;
  error?: { code: number; name: string; message: string };
};

// Its first part is pending, the rest in progress.
const pendingShare = 1 / 3;
const longestCheckSeconds = 10;
const allPercent = 100;

/** How far X is by now, from the clock alone; undefined for what needs no processing, or is not finalised. */
export function processingInfo(media: Media, nowMs: number): ProcessingInfo | undefined {
  if (media.processing === null || media.finalizedAtMs === null) return undefined;
  return stateAfter(media.processing, nowMs - media.finalizedAtMs);
}

/** Whether a post may show it now. */
export function isReady(media: Media, nowMs: number): boolean {
  const state = processingInfo(media, nowMs)?.state ?? "succeeded";
  return media.finalizedAtMs !== null && state === "succeeded";
}

function stateAfter({ takesMs, stuckPending, error }: Processing, elapsedMs: number): ProcessingInfo {
  if (stuckPending) return { state: "pending" };
  if (elapsedMs <= takesMs * pendingShare) return { state: "pending", check_after_secs: 1 };
  if (elapsedMs < takesMs) {
    const leftSeconds = Math.ceil((takesMs - elapsedMs) / msPerSecond);
    return {
      state: "in_progress",
      check_after_secs: Math.min(leftSeconds, longestCheckSeconds),
      progress_percent: Math.floor((elapsedMs / takesMs) * allPercent),
    };
  }
  if (error) return { state: "failed", progress_percent: allPercent, error };
  return { state: "succeeded", progress_percent: allPercent };
}
