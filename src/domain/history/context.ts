// What a line must know of the rest of the story.
import { type HistoryItem, movesOf, numberIn } from "./item";
import { type Moment, momentIn } from "./moment";

export type Context = {
  moment: Moment;
  /** "it", or "part 2" where the tweet is a thread. */
  part: (position: number | null) => string;
};

/** @param zone that people read times in, as "Europe/Berlin" */
export function contextOf(items: readonly HistoryItem[], zone: string): Context {
  const due = movesOf(items).findLast(({ scheduledForMs }) => scheduledForMs !== null)?.scheduledForMs;
  const isThread = items.some(
    ({ kind, detail }) => kind === "part posted" || (numberIn(detail, "part") ?? 1) > 1,
  );
  return {
    moment: momentIn(zone, due ?? items[0]?.atMs ?? null),
    part: (position) => (isThread && position !== null ? `part ${position}` : "it"),
  };
}

/** "Part 2", "It": at the beginning of a sentence. */
export function atStart(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
