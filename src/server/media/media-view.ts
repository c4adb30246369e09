import type { MediaKind } from "~/domain/media";
import type { Media } from "~/generated/prisma/client";

/** What the studio sees of an upload. */
export type MediaView = {
  id: string;
  kind: MediaKind;
  /** Its bytes, for its owner alone. */
  url: string;
  width: number | null;
  height: number | null;
  /** Of a video. */
  durationMs: number | null;
};

export function toMediaView({ id, kind, width, height, durationMs }: Media): MediaView {
  return { id, kind, url: `/api/media/${id}`, width, height, durationMs };
}
