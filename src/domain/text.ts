// A tweet's text as X counts it.
import twitterText from "twitter-text";

export const maxWeightedLength = 280;

export type TextCheck =
  | { kind: "ok"; weightedLength: number }
  | { kind: "empty" }
  | { kind: "tooLong"; weightedLength: number; overBy: number }
  | { kind: "invalid"; weightedLength: number };

/** White space, and marks that show nothing by themselves. */
const unseen = /[\s\p{Cf}]/gu;

/** NUL, which PostgreSQL cannot keep, and half of a surrogate pair, which no UTF-8 can carry unchanged. */
const unkeepable = /\0|\p{Surrogate}/u;

/**
 * Whether X would take a text of this length. Links count 23, CJK and emoji 2.
 * Source: X's own twitter-text; emoji newer than it count more there than at X, which errs on the safe side.
 */
export function checkText(text: string): TextCheck {
  if (text.replace(unseen, "") === "") return { kind: "empty" };
  const { weightedLength, valid } = twitterText.parseTweet(text);
  if (weightedLength > maxWeightedLength) {
    return { kind: "tooLong", weightedLength, overBy: weightedLength - maxWeightedLength };
  }
  return valid && !unkeepable.test(text)
    ? { kind: "ok", weightedLength }
    : { kind: "invalid", weightedLength };
}

/** How long a text is as X counts it, for a counter: of blanks too. */
export function weightedLength(text: string): number {
  return twitterText.parseTweet(text).weightedLength;
}

/** Words from outside, cut to a length, that the database can keep: no NUL, and no half of a pair that the cut left. */
export function storable(words: string, maxCharacters: number): string {
  return words
    .slice(0, maxCharacters)
    .replaceAll("\0", "")
    .replace(/\p{Surrogate}/gu, "");
}

/** The beginning of a text on one line, for lists and messages. */
export function excerpt(text: string, maxCharacters = 60): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length <= maxCharacters ? line : `${characters.slice(0, maxCharacters - 1).join("")}…`;
}
