// What a line must know of the rest of the story.
import { type HistoryItem, type MoveItem, numberIn } from "./item";
import { clockIn, type Moment } from "./moment";
import { partsUpBy } from "./parts-up";

export type Context = {
  moment: Moment;
  /** A time that a tweet is to go out at: where its day is named, so is the zone. */
  due: Moment;
  /** "it", or "part 2" where the tweet is a thread. */
  part: (position: number | null) => string;
  /** A part of it was up when it made this move. */
  isHalfOut: (move: MoveItem) => boolean;
};

export type Contexts = {
  /** Of a line that stands under its own day. */
  onDayOf: (atMs: number) => Context;
  /** Of an answer that begins with the due time, in full: what is of that day needs no day. */
  ofAnswer: (dueMs: number | null) => Context;
};

/**
 * @param zone that people read times in, as "Europe/Berlin"
 * @param partCount of the tweet now; the story tells where it was a thread before.
 */
export function contextsOf(items: readonly HistoryItem[], zone: string, partCount = 1): Contexts {
  const isThread =
    partCount > 1 ||
    items.some(({ kind, detail }) => kind === "part posted" || (numberIn(detail, "part") ?? 1) > 1);
  const part = (position: number | null) => (isThread && position !== null ? `part ${position}` : "it");
  const isHalfOut = (move: MoveItem) => partsUpBy(items, move).isAny;
  const { moment, due } = clockIn(zone);
  return {
    onDayOf: (atMs) => ({ moment: moment(atMs), due: due(atMs), part, isHalfOut }),
    ofAnswer: (dueMs) => ({ moment: moment(dueMs), due: due(null), part, isHalfOut }),
  };
}

/** "Part 2", "It": at the beginning of a sentence. */
export function atStart(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
