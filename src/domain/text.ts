// A tweet's text as X counts it.
import twitterText from "twitter-text";
import { isBlank } from "./blank-text";

export const maxWeightedLength = 280;

/** Weighed beside the links that have a scheme; the rest may hold some that have none. */
const farTooLong = 2 * maxWeightedLength;

export type TextCheck =
  | { kind: "ok"; weightedLength: number }
  | { kind: "empty" }
  | { kind: "tooLong"; weightedLength: number; overBy: number }
  | { kind: "invalid"; weightedLength: number };

/** NUL, which PostgreSQL cannot keep, and half of a surrogate pair, which no UTF-8 can carry unchanged. */
const unkeepable = /\0|\p{Surrogate}/u;

/**
 * Whether X would take a text of this length. Links count 23, CJK and emoji 2.
 * Source: X's own twitter-text; emoji newer than it count more there than at X, which errs on the safe side.
 */
export function checkText(text: string): TextCheck {
  if (isBlank(text)) return { kind: "empty" };
  const { weightedLength, valid } = parse(text);
  if (weightedLength > maxWeightedLength) {
    return { kind: "tooLong", weightedLength, overBy: weightedLength - maxWeightedLength };
  }
  return valid && !unkeepable.test(text)
    ? { kind: "ok", weightedLength }
    : { kind: "invalid", weightedLength };
}

/** How long a text is as X counts it, for a counter: of blanks too. */
export function weightedLength(text: string): number {
  return parse(text).weightedLength;
}

/**
 * What twitter-text makes of a text. Its search for links costs the square of a word's length, seconds for the longest
 * that anybody can send, so a long text is weighed first with nothing in it that could be one: past twice the limit
 * that is its length, and a link without a scheme counts in full there.
 */
function parse(text: string): { weightedLength: number; valid: boolean } {
  if (text.length <= maxWeightedLength) return twitterText.parseTweet(text);
  const links = text.match(link)?.length ?? 0;
  const plain = twitterText.parseTweet(text.replace(link, "").replaceAll(".", ","));
  if (plain.weightedLength <= farTooLong) return twitterText.parseTweet(text);
  return { weightedLength: plain.weightedLength + links * linkWeight, valid: false };
}

/** A link with a path: without one, no word is longer than a host's name. */
const link = /https?:\/\/[^\s/?#]{1,253}[/?#][\x21-\x7e]*/giu;
const linkWeight = 23;

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
