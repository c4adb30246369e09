// One order of the calls of several actors: it follows given choices, then goes on plainly and hands back what else
// could have been chosen. Where two orders differ only in calls which cannot meet, one may stand for both.
import { createHash } from "node:crypto";
import { createRandom } from "../time/random";
import type { Call } from "../world/calls";
import { canMeet, type Footprint, footprintOf, isInert } from "./footprint";

/** A place in an order: what has gone before it, and what need not go next. */
export type Place = {
  /** What has met what so far, in which order, and who went last. */
  state: string;
  /** How often somebody had to wait so far who could have gone on. */
  interrupted: number;
  /** Calls that wait there, and whose turn at that point is tried elsewhere: until one goes that can meet them. */
  asleep: string[];
};

/** Where an order forks off another. */
export type Fork = Place & { choices: number[] };

export const fromTheStart: Fork = { choices: [], asleep: [], interrupted: 0, state: "" };

export type Way =
  /** As plainly as can be: who went last goes on. */
  | { kind: "plain" }
  /** By chance; the same seed chooses the same. */
  | { kind: "sample"; seed: number };

export type Order = {
  /** The index of who goes next. @throws Cut */
  choose: (ready: readonly Call[]) => number;
  /** What was chosen wherever several could go; the same choices give the same order. */
  choices: number[];
  /** Every call whose order counts, as it went. */
  steps: string[];
  forks: Fork[];
  /** Where it came through by itself. */
  passed: Place[];
};

/** All that could go next is tried elsewhere. */
export class Cut extends Error {}

/** `age`: the smaller, the longer it has waited. */
type Pending = { key: string; footprint: Footprint; age: number; index: number };

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
    const [first, ...others] = pending.filter((call) => !isAsleep(call));
    if (!first) throw new Cut();
    const placeAfter = (call: Pending, resting: Pending[]): Place => ({
      state: met.after(call),
      interrupted: interrupted + costOf(pending, call),
      asleep: resting.filter(({ footprint }) => !canMeet(footprint, call.footprint)).map(({ key }) => key),
    });
    // Interrupted before a call that nobody meets until it goes on, it might as well have made that call first. Of
    // another's call that cannot be said: to make it earlier may take an interruption more.
    const resting = first.footprint.process === last ? [...asleep, first] : asleep;
    for (const other of others) {
      const choices = [...order.choices, pending.indexOf(other)];
      order.forks.push({ choices, ...placeAfter(other, resting) });
    }
    order.passed.push(placeAfter(first, asleep));
    return pending.indexOf(first);
  }

  const isAsleep = ({ key }: Pending) => asleep.some((other) => other.key === key);

  /** Whose turn is taken by this: of who went last and could go on, and of an older call of the same process. */
  function costOf(pending: Pending[], { footprint: { process }, age }: Pending): number {
    const couldGoOn = process !== last && pending.some((other) => other.footprint.process === last);
    const isOlder = pending.some((other) => other.footprint.process === process && other.age < age);
    return Number(couldGoOn) + Number(isOlder);
  }

  return order;
}

/** Who went last goes on; the others by name; each one's calls in the order in which they came. */
function plainestFirst(pending: Pending[], last: string): Pending[] {
  const rank = ({ footprint }: Pending) => (footprint.process === last ? 0 : 1);
  const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return [...pending].sort(
    (a, b) => rank(a) - rank(b) || compare(a.footprint.process, b.footprint.process) || a.age - b.age,
  );
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
    const key = count > 1 ? `${plain} (${count})` : plain;
    const named = { key, footprint: footprintOf(call, own), age: known.size };
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
