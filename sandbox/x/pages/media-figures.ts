import { isPicture } from "../media/sniff";
import type { TweetMedia } from "../tweets/tweet";
import { escapeHtml } from "./escape-html";

const bytesPerKilobyte = 1000;
const units = ["bytes", "kB", "MB", "GB"];

/** The media of one post: pictures as themselves, others as a box that says what they are; alt texts can be read. */
export function mediaFigures(media: TweetMedia[]): string {
  if (media.length === 0) return "";
  return `<div class="media">${media.map(figure).join("")}</div>`;
}

function figure({ id, mediaType, foundType, sizeBytes, altText }: TweetMedia): string {
  const alt = escapeHtml(altText ?? "");
  const shown = isPicture(foundType)
    ? `<img src="/_sandbox/media/${id}/file" alt="${alt}" loading="lazy">`
    : `<div class="box">${escapeHtml(mediaType)}, ${readableSize(sizeBytes)}</div>`;
  const caption = altText ? `<figcaption class="muted">Alt text: ${alt}</figcaption>` : "";
  return `<figure>${shown}${caption}</figure>`;
}

/** `1234567` as `1.2 MB`. */
function readableSize(sizeBytes: number): string {
  const step = Math.min(
    units.length - 1,
    Math.floor(Math.log(Math.max(1, sizeBytes)) / Math.log(bytesPerKilobyte)),
  );
  const value = sizeBytes / bytesPerKilobyte ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}
