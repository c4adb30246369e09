// Who meets on one tweet, and how it stood when they met.
import { policy } from "~/domain/policy";
import { takeSnapshot } from "../checks/snapshot";
import { pass as passAlone, schedule, set } from "../crash/deeds";
import type { Life } from "../life/life";
import {
  type Actor,
  cancel,
  create,
  delivery,
  edit,
  pass,
  pause,
  postNow,
  remove,
  reschedule,
  resume,
  rollBack,
  stop,
  unschedule,
  wakes,
} from "./actors";
import type { Way } from "./order";

export type Case = {
  name: string;
  prepare: (life: Life) => Promise<void>;
  actors: Actor[];
  /** How its orders are tried; all of them where it is left out. */
  bound?: number;
};

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const always = 100_000;

/** On the schedule and due this very second; its message comes by an actor alone. */
async function due(life: Life): Promise<void> {
  await set(life, "qstash", "deliver-never", {}, always);
  await schedule(life, { number: 1, inMs: 10 * second });
  await life.world.advance(10 * second);
}

async function dueThread(life: Life): Promise<void> {
  await set(life, "qstash", "deliver-never", {}, always);
  await schedule(life, { number: 1, parts: 2, inMs: 10 * second });
  await life.world.advance(10 * second);
}

/** Its time has passed by more than the grace: the sweep publishes it. */
async function overdue(life: Life): Promise<void> {
  await due(life);
  await life.world.advance(policy.evidence.graceMs + second);
}

/** To come, and somebody has deleted its message in QStash's console. */
async function removed(life: Life): Promise<void> {
  await schedule(life, { number: 1, inMs: 3 * hour });
  const { tweets } = await takeSnapshot(life.ground);
  await life.ground.control("qstash", `/v2/messages/${tweets[0]?.qstashId}`, undefined, "DELETE");
}

/** To come; its message was missing once, and it is time for a second look. */
async function missing(life: Life): Promise<void> {
  await schedule(life, { number: 2, inMs: 4 * hour, account: 1 });
  await set(life, "qstash", "publish-lost", {}, 1);
  await schedule(life, { number: 1, inMs: 3 * hour });
  await passAlone(life, "orphans");
  await life.world.advance(policy.evidence.strikeMs + second);
}

/** It has come inside the horizon, and was not armed yet. */
async function unarmed(life: Life): Promise<void> {
  await schedule(life, { number: 1, inMs: 49 * hour });
  await life.world.advance(2 * hour);
}

/** X has posted it, and the worker was stopped before it could write that down; its lease is over. */
async function stoppedAfterPosting(life: Life): Promise<void> {
  await due(life);
  life.last = await takeSnapshot(life.ground);
  const { calls } = life.ground;
  let hasPosted = false;
  calls.judge = (call) => {
    if (call.process !== "web-1") return "go";
    const isNext = hasPosted;
    hasPosted ||= call.kind === "x" && call.name.startsWith("POST");
    if (!isNext) return "go";
    calls.judge = () => "go";
    return "freeze";
  };
  delivery("web-1").start(life);
  await life.world.advance(policy.publish.leaseMs + 30 * second);
}

/** X has refused its second part: the thread stands half out. */
async function halfOut(life: Life): Promise<void> {
  await schedule(life, { number: 1, parts: 3, inMs: 10 * second });
  const match = { textIncludes: "#1.1.2" };
  const fault = { kind: "status", params: { problem: "not-permitted" }, match, count: 1 };
  await life.ground.control("x", "/_sandbox/faults", fault);
  await life.world.advance(11 * second);
}

const both = [delivery("web-1"), delivery("web-2")];
const sweep = pass("reconciler-1", "sweep");
const otherSweep = pass("reconciler-2", "sweep");
const orphans = pass("reconciler-2", "orphans");

const deeds: [string, Actor][] = [
  ["an edit", edit()],
  ["a cancel", cancel],
  ["an unscheduling", unschedule],
  ["a rescheduling", reschedule],
  ["a posting now", postNow],
  ["a deletion", remove],
  ["a pause", pause],
];

export const cases: Case[] = [
  { name: "two deliveries", prepare: due, actors: both },
  { name: "two sweeps", prepare: overdue, actors: [sweep, otherSweep] },
  { name: "a sweep and an orphan pass", prepare: overdue, actors: [sweep, orphans] },
  { name: "a delivery and a sweep", prepare: overdue, actors: [delivery("web-1"), sweep] },
  {
    name: "the same creation from two tabs",
    prepare: async () => undefined,
    actors: [create("tab"), create("other tab")],
  },
  { name: "edits from two tabs", prepare: unarmed, actors: [edit(), edit("other tab", 3)] },
  ...deeds.map(([name, deed]) => ({
    name: `a delivery and ${name}`,
    prepare: due,
    actors: [delivery("web-1"), deed],
  })),
  ...deeds.map(([name, deed]) => ({ name: `a sweep and ${name}`, prepare: overdue, actors: [sweep, deed] })),
  ...deeds.map(([name, deed]) => ({
    name: `an orphan pass and ${name}`,
    prepare: removed,
    actors: [orphans, deed],
  })),
  { name: "two orphan passes", prepare: removed, actors: [pass("reconciler-1", "orphans"), orphans] },
  { name: "a second strike and an edit", prepare: missing, actors: [orphans, edit()] },
  { name: "an arming and an edit", prepare: unarmed, actors: [pass("reconciler-1", "window"), edit()] },
  { name: "two armings", prepare: unarmed, actors: [pass("reconciler-1", "window"), otherSweep] },
  { name: "a settling and the late answer of X", prepare: stoppedAfterPosting, actors: [sweep, wakes] },
  { name: "a delivery of a thread and a stop", prepare: dueThread, actors: [delivery("web-1"), stop] },
  { name: "a resumption and a roll-back", prepare: halfOut, actors: [resume, rollBack] },
  { name: "two deliveries and an edit", prepare: due, actors: [...both, edit()] },
  { name: "two deliveries and a cancel", prepare: due, actors: [...both, cancel] },
  {
    name: "a sweep, an orphan pass and an edit",
    prepare: overdue,
    actors: [sweep, orphans, edit()],
    bound: 2,
  },
  {
    name: "a settling, the late answer of X and a second sweep",
    prepare: stoppedAfterPosting,
    actors: [sweep, wakes, otherSweep],
    bound: 2,
  },
  {
    name: "two deliveries, two reconcilers and an edit",
    prepare: overdue,
    actors: [...both, sweep, orphans, edit()],
    bound: 2,
  },
];

export function wayOf({ bound }: Case): Way {
  return bound === undefined ? { kind: "all" } : { kind: "bounded", interruptions: bound };
}

/** @throws Error with a sentence where there is none of this name. */
export function findCase(name: string): Case {
  const found = cases.find((one) => one.name === name);
  if (!found)
    throw new Error(
      `There is no meeting "${name}". Those that there are: ${cases.map((one) => one.name).join("; ")}.`,
    );
  return found;
}
