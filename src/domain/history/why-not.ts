// "Why did it not go out?", "Why did it go out late?": answered from the story alone, in one paragraph.
import type { MoveKind } from "../move-kinds";
import { howFarWords } from "../thread-words";
import type { Answer } from "./answer";
import { atStart, contextsOf } from "./context";
import { delaysBetween, type Telling } from "./delays";
import { failureAnswer } from "./failure-answer";
import { type HoldNow, heldWords } from "./hold-lines";
import { type HistoryItem, isFlightOf, type MoveItem, movesOf, numberIn } from "./item";
import { formerWords, partsUpBy, standingWords } from "./parts-up";
import { dueWords, endedPlanMs } from "./planned";
import { postedAnswer, wishOf } from "./posted-answer";
import type { StoryRow } from "./row";
import { timedSentence } from "./sentence";

export type WhyNot = { question: string; answer: string };

/**
 * What became of a tweet and why. Null where nothing is known of it.
 * @param zone that times are told in.
 * @param holds what holds it now, be it due or not.
 * @param row what the tweet's row knows beside its story.
 * @throws RangeError for a zone that is none.
 */
export function whyNot(
  items: readonly HistoryItem[],
  nowMs: number,
  zone: string,
  holds: readonly HoldNow[] = [],
  row: StoryRow | null = null,
): WhyNot | null {
  const last = movesOf(items).at(-1);
  const context = contextsOf(items, zone, row?.partCount).ofAnswer(dayOf(items, last));
  const answer = answerOf({ items, context, row }, last, nowMs, holds);
  return answer && { question: answer.question, answer: answer.sentences.map(atStart).join(" ") };
}

/** The time whose day the answer names first. */
function dayOf(items: readonly HistoryItem[], last: MoveItem | undefined): number | null {
  const wish = last?.to === "PUBLISHED" ? wishOf(items) : null;
  if (wish || !last) return wish?.plannedMs ?? null;
  return endedPlanMs(items, last) ?? last.scheduledForMs;
}

const whyNotOut = "Why did it not go out?";
const halfWay = "Why did it stop half way?";

function answerOf(
  telling: Telling,
  last: MoveItem | undefined,
  nowMs: number,
  holds: readonly HoldNow[],
): Answer | null {
  if (!last) return neverCreated(telling);
  switch (last.to) {
    case "PUBLISHED":
      return postedAnswer(telling, entry(telling, last));
    case "FAILED":
      return failed(telling, entry(telling, last), last);
    case "UNCONFIRMED":
      return { question: "Is it up?", sentences: inDoubt(telling, entry(telling, last), nowMs) };
    case "PUBLISHING":
      return { question: "Is it going out?", sentences: goingOut(telling, entry(telling, last), nowMs) };
    case "SCHEDULED":
      return { question: "Why has it not gone out yet?", sentences: waiting(telling, last, nowMs, holds) };
    case "DRAFT":
    case "CANCELLED":
      return takenOff(telling, last);
  }
}

/** The move by which it came into its present state. */
function entry({ items }: Telling, last: MoveItem): MoveItem {
  return movesOf(items).findLast(({ from, to }) => to === last.to && from !== to) ?? last;
}

function neverCreated({ items, context }: Telling): Answer | null {
  const refusal = items.findLast((item) => isFlightOf(item, "refused"));
  if (!refusal) return null;
  return {
    question: "Why was it not scheduled?",
    sentences: [timedSentence(refusal, context), "Nothing else was kept of it."],
  };
}

function failed(telling: Telling, entered: MoveItem, last: MoveItem): Answer {
  const question = partsUpBy(telling.items, entered).isAny ? halfWay : whyNotOut;
  return { question, sentences: failureAnswer(telling, entered, last) };
}

function inDoubt(telling: Telling, entered: MoveItem, nowMs: number): string[] {
  const { context, row } = telling;
  const againMs = row?.nextLookAtMs ?? null;
  const again =
    againMs !== null && againMs > nowMs ? [`Roost looks again at ${context.moment(againMs)}.`] : [];
  const which = context.part(numberIn(entered.detail, "part"));
  const dueMs = entered.scheduledForMs ?? entered.atMs;
  return [
    dueWords(telling, entered),
    ...delaysBetween(telling, dueMs, entered.atMs),
    ...again,
    ...(row && row.outCount > 0 ? [howFarWords(row)] : []),
    `Look at the account on X, then say whether ${which} is up.`,
  ];
}

function goingOut(telling: Telling, claimed: MoveItem, nowMs: number): string[] {
  const { context } = telling;
  return [
    `It is going out now: at ${context.moment(claimed.atMs)} Roost took it to post it.`,
    ...delaysBetween(telling, claimed.atMs, nowMs),
  ];
}

function waiting(telling: Telling, last: MoveItem, nowMs: number, holds: readonly HoldNow[]): string[] {
  const { context } = telling;
  const { scheduledForMs } = last;
  const held = holds.map((hold) => heldWords(hold, context.moment));
  if (scheduledForMs === null || scheduledForMs > nowMs) {
    const heard = lastHeardOfMessage(telling);
    const message = heard ? [timedSentence(heard, context)] : [];
    return [`It is due at ${context.due(scheduledForMs)}.`, ...onHoldWords(held), ...message];
  }
  const causes = delaysBetween(telling, scheduledForMs, nowMs);
  const untold = held.filter((words) => !causes.some((cause) => cause.includes(words)));
  const told = [...causes, ...onHoldWords(untold)];
  const none = "Neither a call of QStash nor Roost's own check has taken it up since.";
  return [dueWords(telling, last), ...(told.length > 0 ? told : [none])];
}

/** That QStash took it, or did not; or that it has vanished since, and the breaker left the tweet where it is. */
function lastHeardOfMessage({ items, row }: Telling): HistoryItem | undefined {
  const armed = items.findLast(({ kind }) => kind === "armed" || kind === "arm failed");
  if (armed?.kind !== "armed" || row?.isMissing === false) return armed;
  const isOfIt = (item: HistoryItem) =>
    isFlightOf(item, "verdict") &&
    item.detail.action === "withhold" &&
    item.detail.qstashId === armed.detail.qstashId;
  return items.slice(items.indexOf(armed)).findLast(isOfIt) ?? armed;
}

function onHoldWords(held: string[]): string[] {
  return held.length === 0 ? [] : ["It is on hold.", ...held];
}

function takenOff(telling: Telling, last: MoveItem): Answer {
  const { items, context } = telling;
  const entered = entry(telling, last);
  const moves = movesOf(items);
  const suspicion =
    entered.kind === "orphaned"
      ? items.findLast((item) => isFlightOf(item, "verdict") && item.atMs <= entered.atMs)
      : undefined;
  const failed =
    entered.from === "FAILED"
      ? moves.slice(0, moves.indexOf(entered)).findLast(({ to, from }) => to === "FAILED" && from !== to)
      : undefined;
  const after = moves
    .slice(moves.indexOf(entered) + 1)
    .filter((move) => tellingAfter.has(move.kind) || (move === last && move.kind === "rolled back"));
  const told = [...(suspicion ? [suspicion] : []), ...(failed ? [failed] : []), entered, ...after];
  const up = partsUpBy(items, last);
  const plannedMs = endedPlanMs(items, last) ?? last.scheduledForMs;
  const isTakenDown = [entered, ...after].some(({ kind }) => kind === "roll-back asked");
  return {
    question: up.isAny && !isTakenDown ? halfWay : whyNotOut,
    sentences: [
      ...(plannedMs === null ? [] : [`It was to go out at ${context.due(plannedMs)}.`]),
      ...(isTakenDown ? formerWords(up) : standingWords(up)),
      ...told.map((item) => timedSentence(item, context)),
      ...(entered.kind === "orphaned" && last.kind !== "deleted" ? [orphanNext] : []),
    ],
  };
}

const orphanNext = "Schedule it again, or delete it.";

const tellingAfter = new Set<string>([
  "roll-back asked",
  "roll-back stuck",
  "posted, learned late",
  "deleted",
] satisfies MoveKind[]);
