import { isBlank } from "~/domain/blank-text";
import type { PartView, TweetView } from "~/server/tweets/view";
import type { PartDraft } from "./thread-draft";

/** What a person wrote, as the server takes it. */
export type Written = { parts: WrittenPart[]; latenessLimitS: number | null };

type WrittenPart = { text: string; media: { mediaId: string; altText: string | null }[] };

/** The parts of a composer, as the server takes them. */
export function writtenParts(parts: PartDraft[]): Written["parts"] {
  return parts.map(({ text, files }) => {
    const media = files.flatMap(({ upload, altText }) =>
      upload.kind === "ready" ? [{ mediaId: upload.media.id, altText: altText.trim() || null }] : [],
    );
    // Beside a file the server takes blanks for no words.
    return { text: media.length > 0 && isBlank(text) ? "" : text, media };
  });
}

/** Whether a tweet stands as it was written. */
export function isAsWritten(tweet: TweetView, { parts, latenessLimitS }: Written): boolean {
  return (
    tweet.latenessLimitS === latenessLimitS &&
    tweet.parts.length === parts.length &&
    tweet.parts.every((part, index) => isSamePart(part, parts[index]))
  );
}

function isSamePart({ text, media }: PartView, written: WrittenPart | undefined): boolean {
  return (
    written?.text === text &&
    written.media.length === media.length &&
    media.every(({ id, altText }, index) => {
      const other = written.media[index];
      return other?.mediaId === id && other.altText === altText;
    })
  );
}
