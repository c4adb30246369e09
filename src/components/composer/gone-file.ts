import type { MediaView } from "~/server/media/media-view";

export const goneWords =
  "Roost no longer has it: what no tweet uses is removed after a day. Choose it anew, or take it out.";

const notFound = 404;

/** Whether the server has removed an upload; false where it does not say so. */
export async function isGone({ url }: MediaView): Promise<boolean> {
  try {
    return (await fetch(url, { method: "HEAD" })).status === notFound;
  } catch {
    return false;
  }
}
