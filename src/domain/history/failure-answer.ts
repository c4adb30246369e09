// Why a tweet failed, from its story: what it was due for, what kept it, what X said, and what can be done.
import { failureWords, type MissedCause, missedWords } from "../failure-words";
import type { FailureKind } from "../outcome";
import { halfOutNext, howFarWords, threadFailureWords } from "../thread-words";
import { delaysBetween, type Telling } from "./delays";
import { type MoveItem, movesOf, wordsIn } from "./item";
import { spanWords } from "./moment";
import { partsUpBy, standingWords } from "./parts-up";
import { dueWords } from "./planned";
import { timedSentence } from "./sentence";

/**
 * @param failed the move by which it failed.
 * @param last what has become of it since.
 */
export function failureAnswer(telling: Telling, failed: MoveItem, last: MoveItem): string[] {
  const { items, context } = telling;
  const dueMs = failed.scheduledForMs ?? failed.atMs;
  const due = dueWords(telling, failed);
  const delays = delaysBetween(telling, dueMs, failed.atMs, failed);
  const told = [...nobodyCame(telling, failed, dueMs, delays), ...delays, timedSentence(failed, context)];
  return last.kind === "deleted"
    ? [due, ...standingWords(partsUpBy(items, failed)), ...told, timedSentence(last, context)]
    : [due, ...told, ...nextOf(telling, failed)];
}

/** What can be done, as the tweet's card says it; of a thread how far it came, too. */
function nextOf({ items, row }: Telling, failed: MoveItem): string[] {
  const failure = failureOf(failed);
  if (!partsUpBy(items, failed).isAny) return [failureWords(failure, row ?? {}).next];
  return row ? [howFarWords(row), threadFailureWords(failure, row).next] : [halfOutNext(failure)];
}

function failureOf({ kind, detail }: MoveItem): string {
  return wordsIn(detail, "failure") ?? wordsIn(detail, "failureKind") ?? byMove[kind] ?? "";
}

/** Moves that fail a tweet in one way only. */
const byMove: Record<string, FailureKind> = {
  "said not to be up": "notPosted",
  stopped: "stopped",
  "part posted": "stopped",
  "found on X": "stopped",
  "posted, learned late": "partlyOut",
};

/** What the move itself tells to have kept it. */
const toldCauses = new Set<unknown>(["hold", "putOff", "withheld"] satisfies MissedCause["kind"][]);

/**
 * Of one that was missed: that nothing took it up, where that is known, or where nothing else is. Else nothing.
 * @param delays what befell it meanwhile.
 */
export function nobodyCame(
  { items }: Telling,
  failed: MoveItem,
  dueMs: number,
  delays: readonly string[],
): string[] {
  const { hold, cause } = failed.detail;
  const isOutage = cause === "outage";
  const isKnown = hold !== undefined || toldCauses.has(cause) || (delays.length > 0 && !isOutage);
  if (failureOf(failed) !== "missed" || isKnown) return [];
  const before = items.slice(0, items.indexOf(failed));
  const sinceMs = movesOf(before).findLast(({ from, to }) => from !== to)?.atMs ?? dueMs;
  const span = spanWords(failed.atMs - Math.max(dueMs, sinceMs));
  const what = partsUpBy(items, failed).isAny ? "the rest" : "it";
  return [
    `For ${span} nothing took ${what} up. ${missedWords({ kind: isOutage ? "outage" : "notReached" })}`,
  ];
}
