import type { TweetView } from "~/server/tweets/view";
import type { PartDraft } from "./thread-draft";

/** What a person wrote, as the server takes it. */
export type Written = { parts: { text: string }[]; latenessLimitS: number | null };

/** The parts of a composer, as the server takes them. */
export function writtenParts(parts: PartDraft[]): Written["parts"] {
  return parts.map(({ text }) => ({ text }));
}

/** Whether a tweet stands as it was written. */
export function isAsWritten(tweet: TweetView, { parts, latenessLimitS }: Written): boolean {
  return (
    tweet.latenessLimitS === latenessLimitS &&
    tweet.parts.length === parts.length &&
    tweet.parts.every(({ text }, index) => parts[index]?.text === text)
  );
}
