// One seeded life: who lives in it, what they know, what has happened to it so far.

import type { Evidence, Pass } from "../checks/check";
import { type Snapshot, takeSnapshot } from "../checks/snapshot";
import type { Random } from "../time/random";
import { type Acts, createActs } from "../world/acts";
import { doorsOf } from "../world/deliver-to";
import type { Ground } from "../world/ground";
import { beginLife, type Person, type World } from "../world/world";
import type { HeldRow } from "./hold-row";
import { createTroubles, type Troubles } from "./troubles";

/** A page that a person has open: what it shows may be old. */
export type Tab = { person: Person; known: Map<string, Shown> };

/** `doubt`: the part that may be up or not; null where none is. */
export type Shown = { revision: number; state: string; doubt: number | null };

export type Life = {
  seed: number;
  ground: Ground;
  world: World;
  random: Random;
  acts: Acts;
  tabs: Tab[];
  people: Person[];
  /** The number in the tags of a tweet's texts, by its id; `drafts` counts how often it was written. */
  numberOf: Map<string, number>;
  drafts: Map<string, number>;
  /** Roost's ids of what people have uploaded, by the person's id and the file's name. */
  files: Map<string, string>;
  passes: Pass[];
  troubles: Troubles;
  /** What was set at the sandboxes since it was last counted how much of it has struck. */
  menu: { name: string; at: "qstash" | "x"; kind: string; count: number }[];
  /** Locks that somebody else holds. */
  heldRows: Set<HeldRow>;
  /** What is still under way: passes, publications, commands whose people have given up waiting. */
  background: Set<Promise<unknown>>;
  trace: string[];
  last: Snapshot;
};

const tabsEach = 2;

export type Cast = Record<string, string[]>;

const everybody: Cast = { mira: ["mira", "mira_work"], ada: ["ada"], linus: ["linus"] };

/** Begins a life on emptied ground. @param cast who lives in it, with the handles of their accounts. */
export async function startLife(ground: Ground, seed: number, cast = everybody): Promise<Life> {
  // A story of one person is told thousands of times, and too short for where its rows lie to matter.
  await ground.empty(seed, cast === everybody);
  const world = beginLife(ground);
  const people: Person[] = [];
  for (const [name, handles] of Object.entries(cast)) people.push(await world.signUp(name, handles));
  await leaveForeignMessage(ground);
  const life: Life = {
    seed,
    ground,
    world,
    random: ground.random,
    acts: createActs(ground.tick, ground.time.now),
    people,
    tabs: people.flatMap((person) => Array.from({ length: tabsEach }, () => ({ person, known: new Map() }))),
    numberOf: new Map(),
    drafts: new Map(),
    files: new Map(),
    passes: [],
    troubles: createTroubles(ground, world),
    menu: [],
    heldRows: new Set(),
    background: new Set(),
    trace: [],
    last: await takeSnapshot(ground),
  };
  ground.calls.choose = (ready) => life.random.below(ready.length);
  ground.calls.judge = life.troubles.judge;
  return life;
}

/** Another installation uses the same QStash account. */
async function leaveForeignMessage(ground: Ground): Promise<void> {
  const body = [
    {
      destination: "http://127.0.0.1:40999/api/qstash/post-tweet",
      headers: { "upstash-delay": "6d", "upstash-label": "another" },
      body: JSON.stringify({ foreign: true }),
    },
  ];
  await ground.control("qstash", "/v2/batch", body);
}

/** Everything dies, and the ground may be emptied for the next. */
export function endLife({ ground, world }: Life): void {
  ground.calls.judge = () => "go";
  ground.calls.choose = () => 0;
  world.end();
}

export function evidenceOf(life: Life): Evidence {
  const { byHand } = life.ground;
  const posts = life.last.posts.filter(({ id }) => !byHand.has(id));
  return {
    now: { ...life.last, posts },
    byHand,
    acts: life.acts.list,
    wire: life.ground.wire.log,
    deliveries: doorsOf(life.ground).deliveries,
    logLines: life.world.logLines,
    numberOf: life.numberOf,
    passes: life.passes,
  };
}

/** Work that goes on by itself; what it throws is in the log. */
export function keepGoing(life: Life, work: Promise<unknown>): void {
  const kept = work
    .catch(() => undefined)
    .finally(() => {
      life.background.delete(kept);
    });
  life.background.add(kept);
}

export function note(life: Life, line: string): void {
  const at = new Date(life.ground.time.now()).toISOString().slice(5, 23);
  life.trace.push(`${at} ${line}`);
}
