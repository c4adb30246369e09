// Whether a posted tweet went out when it was to, by the time that its owner had planned; what kept it where it did not.
import { policy } from "../policy";
import { isLate, wasLate } from "../schedule";
import type { Answer } from "./answer";
import { delaysBetween, type Telling } from "./delays";
import { nobodyCame } from "./failure-answer";
import { type HistoryItem, isFlightOf, type MoveItem, movesOf, wordsIn } from "./item";
import { spanWords } from "./moment";
import { endedPlanMs } from "./planned";
import { sentenceOf, timedSentence } from "./sentence";
import { learnedWords, upTimes, upWords } from "./up-times";
import { wishIn } from "./wish";

const inTime = "Did it go out in time?";

/** @param posted the move by which all of it was out. */
export function postedAnswer(telling: Telling, posted: MoveItem): Answer {
  const { items, context } = telling;
  const wish = wishOf(items);
  const dueMs = posted.scheduledForMs ?? posted.atMs;
  const endedMs = endedPlanMs(items, posted);
  const planMs = wish?.plannedMs ?? endedMs ?? dueMs;
  const up = upTimes(telling, posted);
  const wanted = wish
    ? { words: asTold(wish, telling), joint: ", and it was" }
    : endedMs === null
      ? { words: `It was due at ${context.due(dueMs)}`, joint: " and" }
      : { words: `It was planned for ${context.due(endedMs)}`, joint: ", and it was" };
  const after = [sentenceOf(posted, context).text, ...askedTooLate(telling)];
  const causesSince = (ms: number) => delaysBetween(telling, ms, posted.atMs, posted);
  if (!wasLate({ planMs, ...up }, policy)) {
    const isWhole = hadFailed(items, dueMs, posted) || isLate(dueMs, posted.atMs, policy);
    const isInTime = !isLate(planMs, up.publishedAtMs, policy);
    const verdict =
      up.publishedAtMs < (endedMs ?? dueMs) ? "It was up before" : isInTime ? "Yes" : "It began in time";
    const times = `${verdict}. ${upWords(telling, posted, wanted)}.`;
    return { question: inTime, sentences: [times, ...(isWhole ? causesSince(dueMs) : []), ...after] };
  }
  if (wish && planMs < wish.asked.atMs) {
    const fate = fateBetween(items, planMs, wish.asked);
    const times = `No. It was planned for ${context.due(planMs)}, ${fate}, and you posted it at ${context.moment(up.publishedAtMs)}${learnedWords(telling, posted)}.`;
    const causes = [...nobodyBefore(telling, planMs, wish.asked), ...causesSince(planMs)];
    return { question: inTime, sentences: [times, ...causes, ...after] };
  }
  const late = `${upWords(telling, posted, wanted, `, ${spanWords(up.startedAtMs - planMs)} late`)}.`;
  return { question: "Why did it go out late?", sentences: [late, ...causesSince(dueMs), ...after] };
}

export type Wish = { asked: MoveItem; plannedMs: number | null };

/** That its owner wanted it out at once, since they last chose a time; null where they did not. */
export function wishOf(items: readonly HistoryItem[]): Wish | null {
  const wish = wishIn(movesOf(items));
  if (!wish) return null;
  const plannedFor = wordsIn(wish.first.detail, "plannedFor");
  return { asked: wish.last, plannedMs: plannedFor === null ? null : Date.parse(plannedFor) };
}

function asTold({ asked, plannedMs }: Wish, { context }: Telling): string {
  const planned = plannedMs === null ? "" : ` (it was planned for ${context.due(plannedMs)})`;
  return `You asked at ${context.due(asked.atMs)} to post it now${planned}`;
}

/** What had become of it by the time that its owner posted it themselves. */
function fateBetween(items: readonly HistoryItem[], plannedMs: number, asked: MoveItem): string {
  const failed = failedBetween(items, plannedMs, asked);
  if (!failed) return "had not gone out";
  const failure = wordsIn(failed.detail, "failure") ?? wordsIn(failed.detail, "failureKind");
  return failure === "missed" ? "was missed" : "failed";
}

function failedBetween(items: readonly HistoryItem[], plannedMs: number, asked: MoveItem) {
  return movesOf(items)
    .slice(0, movesOf(items).indexOf(asked))
    .findLast(({ to, from, atMs }) => to === "FAILED" && from !== to && atMs >= plannedMs);
}

/** Why it was missed, where nothing that befell it tells. */
function nobodyBefore(telling: Telling, plannedMs: number, asked: MoveItem): string[] {
  const failed = failedBetween(telling.items, plannedMs, asked);
  if (!failed) return [];
  const delays = delaysBetween(telling, plannedMs, failed.atMs, failed);
  return nobodyCame(telling, failed, plannedMs, delays);
}

/** It failed or was in doubt on the way: then that it went out is not the whole answer. */
function hadFailed(items: readonly HistoryItem[], dueMs: number, posted: MoveItem): boolean {
  return movesOf(items).some(
    ({ to, from, atMs }) =>
      (to === "FAILED" || to === "UNCONFIRMED") && from !== to && atMs >= dueMs && atMs <= posted.atMs,
  );
}

const maxRefusals = 3;

/** What its owner wanted otherwise once it was going out; no click that another tab had overtaken. */
function askedTooLate({ items, context }: Telling): string[] {
  const claimed = items.findIndex(({ kind }) => kind === "claimed");
  if (claimed < 0) return [];
  const refused = items
    .slice(claimed)
    .filter(
      (item) =>
        isFlightOf(item, "refused") && item.detail.code !== "STALE" && otherwise.has(item.detail.command),
    );
  return refused.slice(0, maxRefusals).map((item) => timedSentence(item, context));
}

const otherwise = new Set(["edit", "reschedule", "unschedule", "cancel", "delete", "stop"]);
