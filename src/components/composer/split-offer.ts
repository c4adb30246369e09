import { policy } from "~/domain/policy";
import { weightedLimit } from "./counter";

/** What can be done about a text that is too long for one post. */
export type SplitOffer = { kind: "parts"; texts: string[] } | { kind: "tooLong"; words: string };

const { maxParts } = policy.publish;

/**
 * The parts that a text makes, or that no thread could hold them. A text that is far beyond that is not cut at all: it
 * would take seconds at every key, and gigabytes for one that is all one word.
 * @param weightedLength of the text, as X counts. @param otherParts how many the thread has beside it.
 */
export function splitOffer(
  text: string,
  weightedLength: number,
  otherParts: number,
  splitThread: (text: string) => string[],
): SplitOffer {
  if (weightedLength > maxParts * weightedLimit) {
    return {
      kind: "tooLong",
      words: `Too long for one thread: ${maxParts} parts of ${weightedLimit} are the most.`,
    };
  }
  const texts = splitThread(text);
  const count = texts.length + otherParts;
  return count <= maxParts
    ? { kind: "parts", texts }
    : {
        kind: "tooLong",
        words: `Too long for one thread: that makes ${count} parts, and ${maxParts} are the most.`,
      };
}
