// QStash's own message woke Roost, and came late: where nothing else kept the tweet, that did.
import { policy } from "../policy";
import { isLate } from "../schedule";
import { type HistoryItem, isFlightOf, type MoveItem, movesOf } from "./item";

export type LateDelivery = {
  atMs: number;
  /** How often QStash had tried before. */
  retried: number;
};

/** @param dueMs the tweet's time. Null where its message was asked for, or its plan changed, only after that. */
export function lateDelivery(items: readonly HistoryItem[], dueMs: number): LateDelivery | null {
  const first = movesOf(items).find(({ atMs }) => atMs > dueMs);
  if (first?.kind !== "claimed" || first.actor !== "qstash" || first.scheduledForMs !== dueMs) return null;
  return isLate(dueMs, first.atMs, policy) ? { atMs: first.atMs, retried: retriedAt(items, first) } : null;
}

/** What woke Roost is noted just before it took the tweet. */
function retriedAt(items: readonly HistoryItem[], claimed: MoveItem): number {
  const woken = items
    .slice(0, items.indexOf(claimed))
    .findLast((item) => isFlightOf(item, "delivered") && item.actor === "qstash");
  return woken && isFlightOf(woken, "delivered") ? (woken.detail.retried ?? 0) : 0;
}
