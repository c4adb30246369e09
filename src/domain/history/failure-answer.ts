// Why a tweet failed, from its story: what it was due for, what kept it, what X said, and what can be done.
import { failureWords, type MissedCause, missedWords } from "../failure-words";
import type { FailureKind } from "../outcome";
import { halfOutNext } from "../thread-words";
import { delaysBetween, type Telling } from "./delays";
import { type MoveItem, movesOf, wordsIn } from "./item";
import { spanWords } from "./moment";
import { timedSentence } from "./sentence";

/** @param failed the move by which it failed. */
export function failureAnswer(telling: Telling, failed: MoveItem): string[] {
  const { context } = telling;
  const failure = failureOf(failed);
  const dueMs = failed.scheduledForMs ?? failed.atMs;
  const due = `It was due at ${context.due(dueMs)}.`;
  const delays = delaysBetween(telling, dueMs, failed.atMs, failed);
  const kept = delays.length === 0 ? nobodyCame(failed, dueMs) : delays;
  const next = isHalfOut(telling, failed) ? halfOutNext : failureWords(failure).next;
  return [due, ...kept, timedSentence(failed, context), next];
}

/** Parts of it were up when it failed. */
export function isHalfOut({ items }: Telling, failed: MoveItem): boolean {
  const until = items.slice(0, items.indexOf(failed) + 1);
  return movesOf(until).some(({ kind }) => bringsPartUp.has(kind));
}

/** Moves by which a part is known to be up. */
export const bringsPartUp = new Set(["part posted", "found on X", "said to be up", "posted, learned late"]);

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

/** Of one that was missed, and nothing is known to have kept it: that nothing took it up. Else nothing. */
export function nobodyCame(failed: MoveItem, dueMs: number): string[] {
  const { hold, cause } = failed.detail;
  const isKnown = hold !== undefined || toldCauses.has(cause);
  if (failureOf(failed) !== "missed" || isKnown) return [];
  return [
    `For ${spanWords(failed.atMs - dueMs)} nothing took it up. ${missedWords({ kind: cause === "outage" ? cause : "notReached" })}`,
  ];
}
