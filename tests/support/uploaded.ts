import { randomUUID } from "node:crypto";
import type { MediaView } from "~/server/media/media-view";
import { receiveUpload } from "~/server/media/receive-upload";
import type { Roost } from "~/server/roost";
import { type Film, film, gif, png } from "./media-files";

/** What this person has uploaded. */
export function uploaded(roost: Roost, userId: string, bytes: Uint8Array): Promise<MediaView> {
  const body = (async function* () {
    yield bytes;
  })();
  return receiveUpload(roost, { userId, body, announcedBytes: null });
}

/** An image, GIF or video that nobody has uploaded before. */
export const anImage = (roost: Roost, { userId }: { userId: string }) =>
  uploaded(roost, userId, png(3, 2, randomUUID()));
export const aGif = (roost: Roost, { userId }: { userId: string }) =>
  uploaded(roost, userId, gif(3, 2, randomUUID()));
export const aVideo = (roost: Roost, { userId }: { userId: string }, options: Film = {}) =>
  uploaded(roost, userId, film({ seed: randomUUID(), ...options }));
