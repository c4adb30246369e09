// What an answer leaves out because another sentence of it says the same, and more.
import { holdIn, scopeOf, type ToldHold } from "../held-delivery";
import { type HistoryItem, isFlightOf, type MoveItem, movesOf, wordsIn } from "./item";

/**
 * The move with X's words, the hold with its end, what QStash gave up with its reason.
 * @param apart what the answer tells beside these sentences.
 */
export function isToldElsewhere(
  item: HistoryItem,
  items: readonly HistoryItem[],
  apart: HistoryItem | undefined,
): boolean {
  if (item.source === "move") return isMoveTold(item, items);
  if (isFlightOf(item, "answered")) {
    const { attemptId, words } = item.detail;
    return (
      words !== "" &&
      movesOf(items).some(({ detail }) => detail.attemptId === attemptId && detail.detail === words)
    );
  }
  if (isFlightOf(item, "timeline read")) {
    const { decision } = item.detail;
    const later = movesOf(items).filter(({ atMs }) => atMs >= item.atMs);
    if (decision === "unconfirmed") return later.some(({ kind }) => kind === "unconfirmed");
    return decision === "adopt" && apart?.kind === "found on X" && later[0] === apart;
  }
  if (isFlightOf(item, "sign-in")) {
    const { words } = item.detail;
    return items.some((other) => isFlightOf(other, "held") && other.detail.words === words && words !== "");
  }
  if (isFlightOf(item, "media"))
    return item.detail.step === "failed" && apart?.source === "move" && isSaid(apart, item.detail.words);
  if (!isFlightOf(item, "delivered")) return false;
  const hold = holdIn(item.detail.said ?? "");
  return hold !== null && items.some((other) => other.atMs <= item.atMs && isOfHold(other, hold));
}

function isMoveTold({ kind, detail, atMs }: MoveItem, items: readonly HistoryItem[]): boolean {
  if (kind === "disarmed" && detail.because === "DEAD")
    return items.some((other) => isFlightOf(other, "dead letter"));
  if (kind !== "put off" || detail.hold === undefined) return false;
  return items.some((other) => isFlightOf(other, "held") && other.atMs === atMs);
}

function isSaid({ detail }: MoveItem, words: string | undefined): boolean {
  return words !== undefined && words !== "" && wordsIn(detail, "detail") === words;
}

/** It tells of that hold; whose it was need not be known of both. */
function isOfHold(item: HistoryItem, { reason, scope }: ToldHold): boolean {
  const isHeld = isFlightOf(item, "held");
  if (!isHeld && item.kind !== "put off") return false;
  const told = isHeld ? item.detail.reason : item.detail.hold;
  const whose = scopeOf(item.detail.scope);
  return told === reason && (scope === null || whose === null || whose === scope);
}
