import { createHash } from "node:crypto";
import type { Reply } from "../http/reply";
import type { XRequest } from "../http/request";

const avatarPx = 96;
const hueDegrees = 360;

/** X gives `…_normal.<ext>`, and clients rewrite that ending for larger ones. */
export function avatarUrl(request: XRequest, handle: string): string {
  return `${request.origin}${avatarPath(handle)}`;
}

export const avatarPath = (handle: string): string => `/profile_images/${handle}_normal.svg`;

/** GET /profile_images/:file: the handle's first letter on a colour of its own. */
export function serveAvatar(file: string): Reply {
  const handle = file.replace(/(_normal|_bigger|_mini|_400x400)?\.svg$/, "");
  const letter = /^\w/.test(handle) ? handle.charAt(0).toUpperCase() : "?";
  const hue = createHash("sha256").update(handle.toLowerCase()).digest().readUInt16BE(0) % hueDegrees;
  const body = `<svg xmlns="http://www.w3.org/2000/svg" width="${avatarPx}" height="${avatarPx}" viewBox="0 0 96 96"><rect width="96" height="96" fill="hsl(${hue} 32% 42%)"/><text x="48" y="64" text-anchor="middle" font-family="system-ui, sans-serif" font-size="44" font-weight="600" fill="#fff">${letter}</text></svg>`;
  return {
    status: 200,
    headers: {
      "content-type": "image/svg+xml",
      "cache-control": "public, max-age=3600",
      "cross-origin-resource-policy": "cross-origin",
    },
    body,
  };
}
