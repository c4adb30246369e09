// A file on its way to X: what is still to be done of it, and what X's answers about it mean. Nothing is ever in doubt:
// an upload is no post. Pure: times are milliseconds since the epoch.
import type { MediaKind } from "./media";
import { type Meaning, meaningOf, type XAnswer } from "./outcome";
import type { Policy } from "./policy";

/** What X has of a file. */
export type XCopy = {
  xMediaId: string | null;
  /** UPLOADED: X has the bytes. READY: a post may show it. */
  xState: string | null;
  xExpiresAtMs: number | null;
};

/** What X's copy of a file still needs before a post may show it. */
export function uploadStep(copy: XCopy, nowMs: number, policy: Policy): "use" | "finish" | "upload" {
  const { xMediaId, xState, xExpiresAtMs } = copy;
  const isKept = xExpiresAtMs !== null && xExpiresAtMs > nowMs + policy.upload.expiryMarginMs;
  if (!xMediaId || !isKept) return "upload";
  if (xState === "READY") return "use";
  return xState === "UPLOADED" ? "finish" : "upload";
}

/** X's names for what a post shows. Source: https://docs.x.com/x-api/media/initialize-media-upload */
export const mediaCategories = {
  IMAGE: "tweet_image",
  GIF: "tweet_gif",
  VIDEO: "tweet_video",
} as const satisfies Record<MediaKind, string>;

/** How far X is with a file; null for what needs no processing. */
export type Processing = {
  state: string;
  checkAfterMs: number | null;
  percent: number | null;
  /** X's own words for what failed. */
  error: string;
} | null;

export type ProcessingStep =
  | { kind: "ready" }
  | { kind: "wait"; ms: number }
  | { kind: "failed"; detail: string };

/** @param sinceMs since when X has had the whole file */
export function processingStep(
  processing: Processing,
  sinceMs: number,
  nowMs: number,
  policy: Policy,
): ProcessingStep {
  if (processing === null || processing.state === "succeeded") return { kind: "ready" };
  if (processing.state === "failed") {
    return { kind: "failed", detail: processing.error || "X could not make it ready, and did not say why." };
  }
  const { usualWaitMs, minWaitMs, maxWaitMs, maxProcessingMs } = policy.upload;
  if (nowMs - sinceMs >= maxProcessingMs) {
    const minutes = Math.round(maxProcessingMs / 60_000);
    return { kind: "failed", detail: `X had not finished processing it after ${minutes} minutes.` };
  }
  const ms = processing.checkAfterMs ?? usualWaitMs;
  return { kind: "wait", ms: Math.min(Math.max(ms, minWaitMs), maxWaitMs) };
}

export type UploadMeaning = Extract<Meaning, { kind: "later" | "expired" | "refused" }>;

/**
 * What it means that X did not do what a call about a file asked. The limits of uploads are their own: what shows
 * nothing may still be posted, so no account waits for them.
 */
export function meaningOfUpload(answer: Exclude<XAnswer, { kind: "created" }>): UploadMeaning {
  const meaning = meaningOf(answer, { afterUnknown: false });
  switch (meaning.kind) {
    case "later":
      return meaning.hold?.reason === "rateLimit" ? { ...meaning, hold: null } : meaning;
    case "expired":
      return meaning;
    case "refused":
      return { ...meaning, failure: "media" };
    case "unknown":
    case "posted":
      return { kind: "later", untilMs: null, hold: null, detail: "detail" in meaning ? meaning.detail : "" };
  }
}

const goneText = /not found|invalid media|media ids? (are|is) invalid|expired/i;

/** Whether X says that it does not know a file (any more) that it had. */
export function isForgotten(answer: { status: number; detail: string }): boolean {
  return answer.status === 404 || (answer.status === 400 && goneText.test(answer.detail));
}
