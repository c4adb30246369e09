import { msPerSecond } from "../clock";
import type { Media } from "./media";
import { processingInfo } from "./processing-info";

/** `data` of initialize, finalize and STATUS: what does not apply yet is left out. */
export function presentMedia(media: Media, nowMs: number): Record<string, unknown> {
  const processing = processingInfo(media, nowMs);
  return {
    id: media.id,
    media_key: media.mediaKey,
    expires_after_secs: Math.floor((media.expiresAtMs - nowMs) / msPerSecond),
    ...(media.finalizedAtMs === null ? {} : { size: media.totalBytes }),
    ...(processing ? { processing_info: processing } : {}),
  };
}
