// Tries one order after another until no fork is left that was not taken.
import type { Fork } from "./order";
import { fromTheStart } from "./order";

/** What an order has shown of the others. */
export type Tried = { isCut: boolean; forks: Fork[]; passed: [state: string, interrupted: number][] };

export type Sums = {
  /** Orders that were gone to their end. */
  orders: number;
  /** Beginnings whose every continuation is among the others. */
  cut: number;
  /** Forks that nobody took, because so many orders are enough. */
  left: number;
};

/**
 * @param tryOrder goes one order.
 * @param most orders, after which the rest is left.
 * @param atOnce how many at the same time.
 */
export async function exploreOrders(
  tryOrder: (from: Fork) => Promise<Tried>,
  { most = Number.POSITIVE_INFINITY, atOnce = 1, isBounded = false } = {},
): Promise<Sums> {
  const sums: Sums = { orders: 0, cut: 0, left: 0 };
  const open: Fork[] = [fromTheStart];
  const seen = new Map<string, number>();
  const underWay = new Set<Promise<void>>();

  /** A state that was reached with as few interruptions needs no second visit. */
  function isNew([state, interrupted]: readonly [string, number]): boolean {
    if (!isBounded) return true;
    if ((seen.get(state) ?? Number.POSITIVE_INFINITY) <= interrupted) return false;
    seen.set(state, interrupted);
    return true;
  }

  async function go(from: Fork): Promise<void> {
    const { isCut, forks, passed } = await tryOrder(from);
    if (isCut) sums.cut += 1;
    else sums.orders += 1;
    if (isBounded) for (const state of passed) isNew(state);
    // The last fork lies deepest: what is near is finished before anything else is begun.
    open.push(...forks);
  }

  for (;;) {
    while (open.length > 0 && underWay.size < atOnce && sums.orders + underWay.size < most) {
      const from = open.pop();
      if (!from || (from !== fromTheStart && !isNew([from.state, from.interrupted]))) continue;
      const going = go(from).finally(() => underWay.delete(going));
      underWay.add(going);
    }
    if (underWay.size === 0) break;
    await Promise.race(underWay);
  }
  sums.left = open.length;
  return sums;
}
