// Whether a posted tweet went out when it was to, by the time that its owner had planned; what kept it where it did not.
import { policy } from "../policy";
import { isLate } from "../schedule";
import type { Answer } from "./answer";
import { delaysBetween, type Telling } from "./delays";
import { nobodyCame } from "./failure-answer";
import { type HistoryItem, isFlightOf, type MoveItem, movesOf, wordsIn } from "./item";
import { spanWords } from "./moment";
import { sentenceOf, timedSentence } from "./sentence";
import { wishIn } from "./wish";

const inTime = "Did it go out in time?";

/** @param posted the move by which all of it was out. */
export function postedAnswer(telling: Telling, posted: MoveItem): Answer {
  const { items, context } = telling;
  const wish = wishOf(items);
  const after = [sentenceOf(posted, context).text, ...askedTooLate(telling)];
  const causesSince = (ms: number) => delaysBetween(telling, ms, posted.atMs, posted);
  if (wish && wish.plannedMs !== null && wish.plannedMs < wish.asked.atMs) {
    const { plannedMs, asked } = wish;
    const fate = fateBetween(items, plannedMs, asked);
    const times = `No. It was planned for ${context.due(plannedMs)}, ${fate}, and you posted it at ${context.moment(posted.atMs)}.`;
    const causes = [...nobodyBefore(telling, plannedMs, asked), ...causesSince(plannedMs)];
    return { question: inTime, sentences: [times, ...causes, ...after] };
  }
  const dueMs = posted.scheduledForMs ?? posted.atMs;
  const times = wish
    ? `${asTold(wish, telling)}, and it was posted at ${context.moment(posted.atMs)}`
    : `It was due at ${context.due(dueMs)} and posted at ${context.moment(posted.atMs)}`;
  if (isLate(dueMs, posted.atMs, policy)) {
    const late = `${times}, ${spanWords(posted.atMs - dueMs)} late.`;
    return { question: "Why did it go out late?", sentences: [late, ...causesSince(dueMs), ...after] };
  }
  const causes = hadFailed(items, dueMs, posted) ? causesSince(dueMs) : [];
  return { question: inTime, sentences: [`Yes. ${times}.`, ...causes, ...after] };
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
  if (!failed || delaysBetween(telling, plannedMs, failed.atMs, failed).length > 0) return [];
  return nobodyCame(failed, plannedMs);
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
