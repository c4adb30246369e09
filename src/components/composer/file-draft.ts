import type { MediaKind } from "~/domain/media";
import type { MediaView } from "~/server/media/media-view";

/** A file beside a part, from the moment it was chosen. `key` stays with it. */
export type FileDraft = {
  key: string;
  name: string;
  /** What it is: by its name until the server has looked at its bytes; null where neither tells. */
  kind: MediaKind | null;
  /** For those who do not see it. */
  altText: string;
  upload: { kind: "uploading"; percent: number } | { kind: "failed"; message: string } | ReadyFile;
};

export type ReadyFile = { kind: "ready"; media: MediaView };

/** A file that the server has. */
export function readyFile(key: string, media: MediaView, altText: string | null): FileDraft {
  return { key, name: "", kind: media.kind, altText: altText ?? "", upload: { kind: "ready", media } };
}

/** What it is called where people act on it: "image 2", "GIF", "video". */
export function fileName({ kind }: FileDraft, position: number): string {
  if (kind === "GIF") return "GIF";
  return kind === "VIDEO" ? "video" : kind === "IMAGE" ? `image ${position}` : `file ${position}`;
}
