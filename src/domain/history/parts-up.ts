// What of a thread was up at a point of its story.
import type { MoveKind } from "../move-kinds";
import { type HistoryItem, type MoveItem, movesOf, numberIn } from "./item";

export type PartsUp = {
  /** A part was up, known by its number or not. */
  isAny: boolean;
  /** From 1, in the order in which they came to be known. */
  numbers: number[];
};

/** Up to and with this move. */
export function partsUpBy(items: readonly HistoryItem[], last: MoveItem): PartsUp {
  const bringing = movesOf(items.slice(0, items.indexOf(last) + 1)).filter(({ kind }) => bringsUp.has(kind));
  const numbers = new Set(bringing.flatMap(({ detail }) => numberIn(detail, "part") ?? []));
  return { isAny: bringing.length > 0, numbers: [...numbers] };
}

/** "Parts 1 and 2 are up on X and stay there." Nothing where none is. */
export function standingWords({ isAny, numbers }: PartsUp): string[] {
  if (!isAny) return [];
  const isOne = numbers.length < 2;
  return [`${partsNamed(numbers)} ${isOne ? "is up on X and stays" : "are up on X and stay"} there.`];
}

/** "Part 2 was up.": before it was taken down. Nothing where none was. */
export function formerWords({ isAny, numbers }: PartsUp): string[] {
  return isAny ? [`${partsNamed(numbers)} ${numbers.length < 2 ? "was" : "were"} up.`] : [];
}

const listed = new Intl.ListFormat("en-GB", { type: "conjunction" });

function partsNamed(numbers: number[]): string {
  if (numbers.length === 0) return "A part of it";
  return `${numbers.length === 1 ? "Part" : "Parts"} ${listed.format(numbers.map(String))}`;
}

const bringsUp = new Set<string>([
  "part posted",
  "found on X",
  "said to be up",
  "posted, learned late",
] satisfies MoveKind[]);
