// Who meets on one tweet, and how it stood when they met.
import { type Violation, violate } from "../checks/check";
import { restCheck } from "../checks/liveness";
import type { Snapshot } from "../checks/snapshot";
import type { Life } from "../life/life";
import {
  type Actor,
  cancel,
  connects,
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
  unpause,
  unschedule,
  wakes,
} from "./actors";
import {
  due,
  dueThread,
  halfOut,
  missing,
  overdue,
  paused,
  removed,
  revoked,
  stoppedAfterPosting,
  stoppedBeforeSending,
  threadStoppedAfterPosting,
  unarmed,
} from "./scenes";

export type Case = {
  name: string;
  prepare: (life: Life) => Promise<void>;
  actors: Actor[];
  /** What must come of this meeting in every order, beside what is always promised. */
  check?: (now: Snapshot) => Violation[];
};

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
  {
    name: "a settling and the late answer of X to a thread's part",
    prepare: threadStoppedAfterPosting,
    actors: [sweep, wakes],
  },
  { name: "a sweep and a worker that wakes", prepare: stoppedBeforeSending, actors: [sweep, wakes] },
  { name: "two sweeps of a worker that died", prepare: stoppedBeforeSending, actors: [sweep, otherSweep] },
  { name: "two ends of a pause", prepare: paused, actors: [unpause("tab"), unpause("other tab")] },
  {
    name: "a delivery that X refuses to sign in and a new sign-in",
    prepare: revoked,
    actors: [delivery("web-1"), connects],
    check: ({ accounts }) =>
      accounts.flatMap(({ handle, holdReason }) =>
        holdReason === "reconnect"
          ? [violate(restCheck, `@${handle} was connected again, and is still on hold until it is`)]
          : [],
      ),
  },
  { name: "a delivery of a thread and a stop", prepare: dueThread, actors: [delivery("web-1"), stop] },
  { name: "a resumption and a roll-back", prepare: halfOut, actors: [resume, rollBack] },
  { name: "two deliveries and an edit", prepare: due, actors: [...both, edit()] },
  { name: "two deliveries and a cancel", prepare: due, actors: [...both, cancel] },
  {
    name: "a sweep, an orphan pass and an edit",
    prepare: overdue,
    actors: [sweep, orphans, edit()],
  },
  {
    name: "a settling, the late answer of X and a second sweep",
    prepare: stoppedAfterPosting,
    actors: [sweep, wakes, otherSweep],
  },
  {
    name: "two deliveries, two reconcilers and an edit",
    prepare: overdue,
    actors: [...both, sweep, orphans, edit()],
  },
];

/** @throws Error with a sentence where there is none of this name. */
export function findCase(name: string): Case {
  const found = cases.find((one) => one.name === name);
  if (!found)
    throw new Error(
      `There is no meeting "${name}". Those that there are: ${cases.map((one) => one.name).join("; ")}.`,
    );
  return found;
}
