import { expect, test } from "vitest";
import { exploreOrders, type Reach } from "./interleavings/explore-orders";
import { Cut, createOrder, type Fork, fromTheStart, type Way } from "./interleavings/order";
import { createRandom } from "./time/random";
import type { Call } from "./world/calls";

type Step = Omit<Call, "process">;

const reads: Step = { kind: "db", name: "tweet.findFirst" };
const writes: Step = { kind: "db", name: "tweet.updateMany" };
const elsewhere: Step = { kind: "db", name: "message.updateMany" };
const posts: Step = { kind: "x", name: "POST /2/tweets" };
const notes: Step = { kind: "db", name: "$queryRaw:FlightEntry:Tweet" };

/** Each actor with its calls, one after another. */
type Play = Step[][];

const play: Play = [
  [reads, writes, posts, writes, notes],
  [reads, posts, elsewhere],
  [writes, elsewhere, reads],
];

const plays: [string, Play][] = [
  ["three actors", play],
  ...Array.from({ length: 6 }, (_, seed): [string, Play] => [
    `a play by chance, ${seed}`,
    playByChance(seed),
  ]),
];

function playByChance(seed: number): Play {
  const random = createRandom(seed);
  const [actors, length] = seed % 2 === 0 ? [2, 6] : [3, 3];
  return Array.from({ length: actors }, () =>
    Array.from({ length }, () => random.pick([reads, writes, elsewhere, posts, notes])),
  );
}

/** What everybody saw and what became of all that was written: what an order is told apart by. */
function outcomeOf(play: Play, order: number[]): string {
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
function* allOrders(play: Play, gone = play.map(() => 0), before: number[] = []): Generator<number[]> {
  const able = play.flatMap((steps, actor) => ((gone[actor] ?? 0) < steps.length ? [actor] : []));
  if (able.length === 0) yield before;
  for (const actor of able) {
    const after = gone.map((count, at) => (at === actor ? count + 1 : count));
    yield* allOrders(play, after, [...before, actor]);
  }
}

/** As many interruptions as an order has: turns that an actor loses though it could go on. */
function interruptionsIn(play: Play, order: number[]): number {
  const left = play.map((steps) => steps.length);
  return order.filter((actor, at) => {
    const last = order[at - 1];
    const isInterrupted = last !== undefined && last !== actor && (left[last] ?? 0) > 0;
    left[actor] = (left[actor] ?? 0) - 1;
    return isInterrupted;
  }).length;
}

/** Plays one order to its end. */
function playOrder(play: Play, from: Fork, way: Way) {
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

async function explored(play: Play, reach: Reach = {}) {
  const outcomes: string[] = [];
  const sums = await exploreOrders(async (from) => {
    const tried = playOrder(play, from, { kind: "plain" });
    if (!tried.isCut) outcomes.push(outcomeOf(play, tried.taken));
    return tried;
  }, reach);
  return { ...sums, outcomes };
}

test.each(plays)("%s: no order is left out that anybody could tell from another", async (_, play) => {
  const all = [...allOrders(play)];
  const told = new Set(all.map((order) => outcomeOf(play, order)));
  const { outcomes, orders, left, within } = await explored(play);
  expect(new Set(outcomes)).toEqual(told);
  expect(orders).toBeLessThan(all.length / 2);
  expect({ left, within }).toEqual({ left: 0, within: Number.POSITIVE_INFINITY });
});

const reaches = plays.flatMap(([name, play]) => [0, 1, 2, 3].map((most) => ({ name, play, most })));

test.each(reaches)(
  "$name: with $most interruptions, every order that has no more is tried",
  async ({ play, most }) => {
    const within = [...allOrders(play)].filter((order) => interruptionsIn(play, order) <= most);
    const tried = await explored(play, { interruptions: most });
    const wanted = new Set(within.map((order) => outcomeOf(play, order)));
    expect([...wanted].filter((outcome) => !tried.outcomes.includes(outcome))).toEqual([]);
    expect(tried.within).toBeGreaterThanOrEqual(most);
  },
);

test("a search that stops early has tried those with few interruptions, and says with how many", async () => {
  const interrupted: number[] = [];
  const sums = await exploreOrders(
    async (from) => {
      interrupted.push(from.interrupted);
      return playOrder(play, from, { kind: "plain" });
    },
    { most: 40 },
  );
  expect(interrupted).toEqual([...interrupted].sort((a, b) => a - b));
  expect(sums.left).toBeGreaterThan(0);
  expect(sums.within).toBe((interrupted.at(-1) ?? 0) - 1);
});

test("the same choices give the same order", () => {
  const from = { ...fromTheStart, choices: [1, 0, 2, 1] };
  const first = playOrder(play, from, { kind: "sample", seed: 7 });
  const again = playOrder(play, { ...fromTheStart, choices: first.choices }, { kind: "plain" });
  expect(again.steps).toEqual(first.steps);
});
