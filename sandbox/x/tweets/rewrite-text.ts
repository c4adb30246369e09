import { createHash } from "node:crypto";
import twitterText from "twitter-text";
import type { UrlEntity } from "./tweet";

// t.co codes have ten characters, which makes a link count as 23.
const shortCodeLength = 10;
// X shortens the visible address to about this and ends it with an ellipsis.
const displayMaxLength = 27;

/**
 * What X makes of a text: every address becomes a t.co link, told in `urls`, and `&`, `<`, `>` are escaped.
 * `seed` makes the links of one post its own.
 */
export function rewriteText(text: string, seed: string): { shownText: string; urls: UrlEntity[] } {
  const urls: UrlEntity[] = [];
  let shownText = "";
  let takenTo = 0;
  for (const { url, indices } of twitterText.extractUrlsWithIndices(text)) {
    shownText += escapeAsX(text.slice(takenTo, indices[0]));
    const short = `https://t.co/${shortCode(`${seed}/${urls.length}/${url}`)}`;
    const start = codePoints(shownText);
    urls.push({
      start,
      end: start + short.length,
      url: short,
      expanded_url: /^https?:\/\//i.test(url) ? url : `http://${url}`,
      display_url: displayUrl(url),
    });
    shownText += short;
    takenTo = indices[1];
  }
  return { shownText: shownText + escapeAsX(text.slice(takenTo)), urls };
}

/** X composes characters (NFC) and drops white space at both ends before it compares or stores a text. */
export const normalizeText = (text: string): string => text.normalize("NFC").trim();

const escapeAsX = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const codePoints = (text: string): number => [...text].length;

/** The ten characters of a t.co link, always the same for one seed. */
export const shortCode = (seed: string): string =>
  createHash("sha256").update(seed).digest("base64").replace(/[+/=]/g, "").slice(0, shortCodeLength);

function displayUrl(url: string): string {
  const bare = url.replace(/^https?:\/\/(www\.)?/i, "");
  return bare.length > displayMaxLength ? `${bare.slice(0, displayMaxLength - 1)}…` : bare;
}
