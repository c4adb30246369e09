// Roost's own check posts what QStash has not delivered: what is known of why it had to.
import { hasSurelyNone } from "./delivery-lines";
import { type HistoryItem, isFlightOf, movesOf } from "./item";

export type Cause = { atMs: number; text: string };

/** @param arming what was last heard of its message when it became due. */
export function withoutDelivery(
  items: readonly HistoryItem[],
  arming: HistoryItem | undefined,
  fromMs: number,
  toMs: number,
): Cause[] {
  const claimed = movesOf(items).find(
    ({ kind, atMs }) => kind === "claimed" && atMs >= fromMs && atMs <= toMs,
  );
  if (claimed?.actor !== "sweep") return [];
  const came = items.some(
    (item) =>
      (isFlightOf(item, "delivered") || isFlightOf(item, "delivery refused")) &&
      item.atMs >= fromMs &&
      item.atMs <= claimed.atMs,
  );
  const isGivenUp = items.some(
    (item) => isFlightOf(item, "dead letter") && item.atMs >= fromMs && item.atMs <= toMs,
  );
  if (came || isGivenUp) return [];
  return [{ atMs: claimed.atMs, text: `${whyNone(items, arming)}, so Roost's own check took it.` }];
}

/** What Roost had answered to QStash's calls by which it gave that message up, which it tells long after. */
function lastStatusOf(items: readonly HistoryItem[], { detail }: HistoryItem): number | null {
  for (const item of items) {
    if (isFlightOf(item, "dead letter") && item.detail.qstashId === detail.qstashId)
      return item.detail.status;
  }
  return null;
}

/** What was last heard of its message then. */
export function armingAt(items: readonly HistoryItem[], atMs: number): HistoryItem | undefined {
  const kinds = new Set<string>(["armed", "arm failed", "disarmed"]);
  return items.findLast((item) => item.atMs <= atMs && kinds.has(item.kind));
}

function whyNone(items: readonly HistoryItem[], arming: HistoryItem | undefined): string {
  if (arming?.kind === "armed") {
    const status = lastStatusOf(items, arming);
    return status === null
      ? "QStash had not delivered its message"
      : `QStash had called for it and Roost had answered ${status}`;
  }
  if (arming && isFlightOf(arming, "arm failed") && !hasSurelyNone(arming.detail.why))
    return "QStash had delivered no message of it";
  return "QStash had no message of it";
}
