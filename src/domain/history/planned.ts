// The time that its owner had chosen for a thread of which a part turned out to be up before that: it is over, and what
// stands in its place is only when Roost learned of the part.
import type { Telling } from "./delays";
import { type HistoryItem, type MoveItem, movesOf, wordsIn } from "./item";

/** Null where the move's own time is one that the owner chose. */
export function endedPlanMs(items: readonly HistoryItem[], { scheduledForMs }: MoveItem): number | null {
  const ended = movesOf(items).findLast(
    ({ detail, kind }) => kind === learnedLate && planIn(detail) !== null,
  );
  return ended && ended.scheduledForMs === scheduledForMs ? planIn(ended.detail) : null;
}

/** What of the move tells the plan that it ended; null where it ended none. */
export function planIn(detail: MoveItem["detail"]): number | null {
  const planned = wordsIn(detail, "plannedFor");
  return planned === null ? null : Date.parse(planned);
}

/** "It was due at …", or when it was planned for, where that was given up. */
export function dueWords({ items, context }: Telling, move: MoveItem): string {
  const plannedMs = endedPlanMs(items, move);
  return plannedMs === null
    ? `It was due at ${context.due(move.scheduledForMs ?? move.atMs)}.`
    : `It was planned for ${context.due(plannedMs)}.`;
}

const learnedLate = "posted, learned late";
