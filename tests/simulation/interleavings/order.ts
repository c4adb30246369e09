// One order of the calls of several actors: it follows given choices, then goes on plainly and hands back what else
// could have been chosen. Orders that differ only in calls which cannot meet are tried once.
import { createHash } from "node:crypto";
import { createRandom } from "../time/random";
import type { Call } from "../world/calls";
import { canMeet, type Footprint, footprintOf, isInert } from "./footprint";

/** Where an order forks off another. */
export type Fork = {
  choices: number[];
  /** Calls that wait there, and whose turn at that point is tried elsewhere: until one goes that can meet them. */
  asleep: string[];
  /** How often an actor was interrupted so far. */
  interrupted: number;
  /** What has met what so far, in which order. */
  state: string;
};

export const fromTheStart: Fork = { choices: [], asleep: [], interrupted: 0, state: "" };

export type Way =
  /** Every order, but for calls that cannot meet. */
  | { kind: "all" }
  /** Every order in which an actor that could go on is interrupted so many times at the most. */
  | { kind: "bounded"; interruptions: number }
  /** One order, chosen by chance: the same seed chooses the same one. */
  | { kind: "sample"; seed: number };

export type Order = {
  /** The index of who goes next. @throws Cut */
  choose: (ready: readonly Call[]) => number;
  /** What was chosen wherever several could go; the same choices give the same order. */
  choices: number[];
  /** Every call whose order counts, as it went. */
  steps: string[];
  forks: Fork[];
  /** The states that it came through, and how often an actor was interrupted until there. */
  passed: [state: string, interrupted: number][];
};

/** All that could go next is tried elsewhere. */
export class Cut extends Error {}

type Pending = { key: string; footprint: Footprint; index: number };

export function createOrder(from: Fork, way: Way): Order {
  const name = createNames();
  const met = createMeetings();
  const random = createRandom(way.kind === "sample" ? way.seed : 0);
  let asleep: Pending[] = [];
  let last = "";
  let interrupted = 0;
  const order: Order = {
    choices: [],
    steps: [],
    forks: [],
    passed: [],
    choose: (ready) => {
      const pending = ready.map((call, index) => ({ ...name(call), index }));
      const inert = pending.find(({ footprint }) => isInert(footprint));
      if (inert) return inert.index;
      const next = pick(plainestFirst(pending, last));
      order.steps.push(next.key);
      met.add(next);
      asleep = asleep.filter((other) => !canMeet(other.footprint, next.footprint));
      last = next.footprint.process;
      return next.index;
    },
  };

  function pick(pending: Pending[]): Pending {
    const [only] = pending;
    if (pending.length === 1 && only) {
      if (isAsleep(only)) throw new Cut();
      return only;
    }
    const depth = order.choices.length;
    const given = depth < from.choices.length ? (from.choices[depth] ?? 0) : chooseFreely(pending);
    const next = pending[given];
    if (!next) throw new Error(`Choice ${depth} is ${given}, and only ${pending.length} calls can go.`);
    order.choices.push(given);
    interrupted += costOf(pending, next);
    if (depth === from.choices.length - 1) {
      asleep = pending.filter(({ key }) => from.asleep.includes(key));
    }
    return next;
  }

  function chooseFreely(pending: Pending[]): number {
    if (way.kind === "sample") return random.below(pending.length);
    const awake = pending.filter((call) => !isAsleep(call));
    const [first, ...others] = awake;
    if (!first) throw new Cut();
    const tried = [...asleep, first];
    for (const other of others) {
      const fork = {
        choices: [...order.choices, pending.indexOf(other)],
        asleep: [] as string[],
        interrupted: interrupted + costOf(pending, other),
        state: met.after(other),
      };
      if (way.kind === "bounded") {
        if (fork.interrupted <= way.interruptions) order.forks.push(fork);
        continue;
      }
      fork.asleep = tried
        .filter(({ footprint }) => !canMeet(footprint, other.footprint))
        .map(({ key }) => key);
      order.forks.push(fork);
      tried.push(other);
    }
    order.passed.push([met.after(first), interrupted + costOf(pending, first)]);
    return pending.indexOf(first);
  }

  const isAsleep = ({ key }: Pending) => asleep.some((other) => other.key === key);

  /** Whether this interrupts an actor that could go on. */
  function costOf(pending: Pending[], { footprint }: Pending): number {
    const couldGoOn = pending.some((other) => other.footprint.process === last);
    return couldGoOn && footprint.process !== last ? 1 : 0;
  }

  return order;
}

/** Who went last goes on; the others by name. */
function plainestFirst(pending: Pending[], last: string): Pending[] {
  const rank = ({ footprint }: Pending) => (footprint.process === last ? 0 : 1);
  return [...pending].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}

/** Names each call the same in every order: by its process, and which of that process's calls of this name it is. */
function createNames(): (call: Call & { id?: number }) => Omit<Pending, "index"> {
  const known = new Map<number | undefined, Omit<Pending, "index">>();
  const counts = new Map<string, number>();
  const locked = new Map<number | undefined, ReadonlySet<string>>();
  return (call) => {
    const before = known.get(call.id);
    if (before) return before;
    const plain = `${call.process} ${call.kind} ${call.name}`;
    const count = (counts.get(plain) ?? 0) + 1;
    counts.set(plain, count);
    const own = locked.get(call.tx) ?? new Set();
    const named = { key: count > 1 ? `${plain} (${count})` : plain, footprint: footprintOf(call, own) };
    if (call.kind === "step") locked.set(call.tx, new Set([...own, ...named.footprint.writes]));
    known.set(call.id, named);
    return named;
  };
}

/** Two beginnings in which all that can meet has met in one order have led to the same state. */
function createMeetings(): { add: (call: Pending) => void; after: (call: Pending) => string } {
  const gone: { footprint: Footprint; hash: string }[] = [];
  const hashOf = ({ key, footprint }: Pending) =>
    digest([key, ...gone.filter((earlier) => canMeet(earlier.footprint, footprint)).map(({ hash }) => hash)]);
  return {
    add: (call) => {
      gone.push({ footprint: call.footprint, hash: hashOf(call) });
    },
    after: (call) =>
      digest([call.footprint.process, ...[...gone.map(({ hash }) => hash), hashOf(call)].sort()]),
  };
}

function digest(parts: string[]): string {
  return createHash("sha1").update(parts.join("\n")).digest("base64");
}
