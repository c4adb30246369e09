import { expect, test } from "vitest";
import { exploreOrders } from "./interleavings/explore-orders";
import { Cut, createOrder, type Fork, type Way } from "./interleavings/order";
import type { Call } from "./world/calls";

type Step = Omit<Call, "process">;

const reads: Step = { kind: "db", name: "tweet.findFirst" };
const writes: Step = { kind: "db", name: "tweet.updateMany" };
const elsewhere: Step = { kind: "db", name: "message.updateMany" };
const posts: Step = { kind: "x", name: "POST /2/tweets" };
const notes: Step = { kind: "db", name: "$queryRaw:FlightEntry:Tweet" };

/** Each actor with its calls, one after another. */
const play: Step[][] = [
  [reads, writes, posts, writes, notes],
  [reads, posts, elsewhere],
  [writes, elsewhere, reads],
];

/** What everybody saw and what became of all that was written: what an order is told apart by. */
function outcomeOf(order: number[]): string {
  const gone = play.map(() => 0);
  const rows: Record<string, string> = { tweet: "", message: "", post: "" };
  const seen = order.map((actor) => {
    const at = gone[actor] ?? 0;
    gone[actor] = at + 1;
    const step = play[actor]?.[at];
    const row = step === posts ? "post" : step === elsewhere ? "message" : "tweet";
    if (step === notes) return "";
    const before = rows[row];
    if (step !== reads) rows[row] += `${actor}.${at} `;
    return `${actor}.${at} finds ${before}`;
  });
  return [...seen.sort(), ...Object.values(rows)].join("\n");
}

/** Every order that there is. */
function* allOrders(gone = play.map(() => 0), before: number[] = []): Generator<number[]> {
  const able = play.flatMap((steps, actor) => ((gone[actor] ?? 0) < steps.length ? [actor] : []));
  if (able.length === 0) yield before;
  for (const actor of able) {
    const after = gone.map((count, at) => (at === actor ? count + 1 : count));
    yield* allOrders(after, [...before, actor]);
  }
}

/** As many interruptions as an order has: turns that an actor loses though it could go on. */
function interruptionsIn(order: number[]): number {
  const left = play.map((steps) => steps.length);
  return order.filter((actor, at) => {
    const last = order[at - 1];
    const isInterrupted = last !== undefined && last !== actor && (left[last] ?? 0) > 0;
    left[actor] = (left[actor] ?? 0) - 1;
    return isInterrupted;
  }).length;
}

/** Plays one order to its end. */
function playOrder(from: Fork, way: Way) {
  const order = createOrder(from, way);
  const gone = play.map(() => 0);
  const taken: number[] = [];
  for (;;) {
    const ready = play.flatMap((steps, actor) => {
      const at = gone[actor] ?? 0;
      const step = steps[at];
      return step ? [{ ...step, process: `actor ${actor}`, actor, id: actor * 100 + at }] : [];
    });
    if (ready.length === 0) return { ...order, isCut: false, taken };
    try {
      const { actor = 0 } = ready[order.choose(ready)] ?? {};
      gone[actor] = (gone[actor] ?? 0) + 1;
      taken.push(actor);
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      return { ...order, isCut: true, taken };
    }
  }
}

async function explored(way: Way) {
  const outcomes: string[] = [];
  const sums = await exploreOrders(
    async (from) => {
      const tried = playOrder(from, way);
      if (!tried.isCut) outcomes.push(outcomeOf(tried.taken));
      return tried;
    },
    { isBounded: way.kind === "bounded" },
  );
  return { ...sums, outcomes };
}

test("trying all orders leaves out none that anybody could tell from another, and tries none twice", async () => {
  const all = [...allOrders()];
  const told = new Set(all.map(outcomeOf));
  const { outcomes, orders } = await explored({ kind: "all" });
  expect(new Set(outcomes)).toEqual(told);
  expect(orders).toBe(told.size);
  expect(told.size).toBeLessThan(all.length / 5);
});

test.each([0, 1, 2])(
  "with %i interruptions, every order that has no more is tried",
  async (interruptions) => {
    const within = [...allOrders()].filter((order) => interruptionsIn(order) <= interruptions);
    const { outcomes } = await explored({ kind: "bounded", interruptions });
    expect(new Set(outcomes)).toEqual(new Set(within.map(outcomeOf)));
  },
);

test("the same choices give the same order", () => {
  const first = playOrder(
    { choices: [1, 0, 2, 1], asleep: [], interrupted: 0, state: "" },
    { kind: "sample", seed: 7 },
  );
  const again = playOrder({ choices: first.choices, asleep: [], interrupted: 0, state: "" }, { kind: "all" });
  expect(again.steps).toEqual(first.steps);
});
