// Tries one order after another: those in which the fewest are interrupted first, since most races need one or two, and
// among these now here and now there, so that one which stops early has looked everywhere a little.
import { createRandom } from "../time/random";
import { type Fork, fromTheStart, type Place } from "./order";

/** What an order has shown of the others. */
export type Tried = { isCut: boolean; forks: Fork[]; passed: Place[] };

export type Sums = {
  /** Orders that were gone to their end. */
  orders: number;
  /** Beginnings whose every continuation is among the others. */
  cut: number;
  /** Forks that nobody took. */
  left: number;
  /** Every order with so many interruptions was tried; Infinity: all were. */
  within: number;
};

export type Reach = {
  /** Orders and beginnings, after which the rest is left. */
  most?: number;
  /** Forks with more than so many are left. */
  interruptions?: number;
  /** How many orders at the same time. */
  atOnce?: number;
  /** Whether enough was seen. */
  isOver?: () => boolean;
};

const seed = 1;

/** @param tryOrder goes one order. */
export async function exploreOrders(
  tryOrder: (from: Fork) => Promise<Tried>,
  {
    most = Number.POSITIVE_INFINITY,
    interruptions = Number.POSITIVE_INFINITY,
    atOnce = 1,
    isOver = () => false,
  }: Reach = {},
): Promise<Sums> {
  const sums: Sums = { orders: 0, cut: 0, left: 0, within: Number.POSITIVE_INFINITY };
  const open = createQueue();
  const seen = createSeen();
  const underWay = new Map<Promise<void>, Fork>();
  open.add(fromTheStart);

  async function go(from: Fork): Promise<void> {
    const { isCut, forks, passed } = await tryOrder(from);
    if (isCut) sums.cut += 1;
    else sums.orders += 1;
    for (const place of passed) seen.isNew(place);
    for (const fork of forks) open.add(fork);
  }

  function takeNext(): Fork | null {
    const tried = sums.orders + sums.cut + underWay.size;
    if (isOver() || underWay.size >= atOnce || tried >= most) return null;
    for (let next = open.take(interruptions); next; next = open.take(interruptions)) {
      if (next === fromTheStart || seen.isNew(next)) return next;
    }
    return null;
  }

  for (;;) {
    for (let next = takeNext(); next; next = takeNext()) {
      const going = go(next).finally(() => underWay.delete(going));
      underWay.set(going, next);
    }
    if (underWay.size === 0) break;
    await Promise.race(underWay.keys());
  }
  const left = open.rest().filter((fork) => seen.isNew(fork));
  sums.left = left.length;
  sums.within = Math.min(...left.map(({ interrupted }) => interrupted - 1), sums.within);
  return sums;
}

/** Gives those with the fewest interruptions first, and among these any. */
function createQueue() {
  const random = createRandom(seed);
  const forks: Fork[][] = [];
  return {
    add: (fork: Fork): void => {
      forks[fork.interrupted] ??= [];
      forks[fork.interrupted]?.push(fork);
    },
    take: (interruptions: number): Fork | null => {
      const fewest = forks.find((alike, count) => count <= interruptions && alike?.length);
      if (!fewest) return null;
      const at = random.below(fewest.length);
      const last = fewest.pop() ?? null;
      if (at === fewest.length) return last;
      const taken = fewest[at] ?? null;
      if (last) fewest[at] = last;
      return taken;
    },
    rest: (): Fork[] => forks.flat(),
  };
}

/** A place needs no second visit where it was reached with as few interruptions, and no more asleep. */
function createSeen() {
  const visits = new Map<string, Place[]>();
  return {
    isNew: (place: Place): boolean => {
      const before = visits.get(place.state) ?? [];
      const isKnown = before.some(
        ({ interrupted, asleep }) =>
          interrupted <= place.interrupted && asleep.every((key) => place.asleep.includes(key)),
      );
      if (isKnown) return false;
      const { state, interrupted, asleep } = place;
      visits.set(state, [...before, { state, interrupted, asleep }]);
      return true;
    },
  };
}
