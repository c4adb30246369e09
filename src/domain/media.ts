// What X takes beside a post's text, and what people are told of a file that it would not take. Pure: sizes are bytes,
// lengths of videos milliseconds.
import type { Policy } from "./policy";

export type MediaKind = "IMAGE" | "GIF" | "VIDEO";

/** The types that Roost takes, as X names them. */
export const mediaTypes = {
  "image/jpeg": "IMAGE",
  "image/png": "IMAGE",
  "image/webp": "IMAGE",
  "image/gif": "GIF",
  "video/mp4": "VIDEO",
  "video/quicktime": "VIDEO",
} as const satisfies Record<string, MediaKind>;

export type MediaType = keyof typeof mediaTypes;

/** Whether a type is among those that Roost takes. */
export function isMediaType(type: string): type is MediaType {
  return Object.hasOwn(mediaTypes, type);
}

/** What a file is, by its bytes. */
export type MediaFacts = {
  type: MediaType;
  width: number;
  height: number;
  /** Null for what is no video. */
  durationMs: number | null;
};

export type MediaProblem =
  | { kind: "empty" }
  /** `found` is its type where that can be told. */
  | { kind: "notTaken"; found: string | null }
  | { kind: "tooBig"; of: MediaKind; maxBytes: number }
  | { kind: "damaged"; of: MediaKind }
  | { kind: "noLength" }
  | { kind: "noPicture" }
  | { kind: "tooShort" | "tooLong"; durationMs: number; limitMs: number }
  | { kind: "tooMany"; maxImages: number }
  | { kind: "altTextTooLong"; maxCharacters: number; overBy: number };

/** The most bytes that any file may have. */
export function largestBytes(policy: Policy): number {
  return Math.max(...Object.values(policy.media.maxBytes));
}

/** Whether a file of this kind may have so many bytes. */
export function checkBytes(of: MediaKind, bytes: number, policy: Policy): MediaProblem | null {
  const maxBytes = policy.media.maxBytes[of];
  if (bytes === 0) return { kind: "empty" };
  return bytes > maxBytes ? { kind: "tooBig", of, maxBytes } : null;
}

/** Whether X would show a video of this length. */
export function checkLength(durationMs: number, policy: Policy): MediaProblem | null {
  const { minVideoMs, maxVideoMs } = policy.media;
  if (durationMs < minVideoMs) return { kind: "tooShort", durationMs, limitMs: minVideoMs };
  return durationMs > maxVideoMs ? { kind: "tooLong", durationMs, limitMs: maxVideoMs } : null;
}

/** Whether one post may show these together: up to four images, or one GIF, or one video. */
export function checkTogether(kinds: readonly MediaKind[], policy: Policy): MediaProblem | null {
  const { maxImages } = policy.media;
  const areImages = kinds.every((kind) => kind === "IMAGE");
  return kinds.length <= (areImages ? maxImages : 1) ? null : { kind: "tooMany", maxImages };
}

/** Whether X would take this description of a file. */
export function checkAltText(text: string, policy: Policy): MediaProblem | null {
  const maxCharacters = policy.media.maxAltTextCharacters;
  const overBy = text.length - maxCharacters;
  return overBy > 0 ? { kind: "altTextTooLong", maxCharacters, overBy } : null;
}
