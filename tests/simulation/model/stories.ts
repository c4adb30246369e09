// Stories by chance, each from an empty world; one in which model and world part is cut down to what it takes.
import fc from "fast-check";
import type { Ground } from "../world/ground";
import { emptyModel } from "./model";
import * as outside from "./outside-tells";
import * as owner from "./owner-tells";
import { endReal, startReal } from "./real";
import { bullet, type Told } from "./tell";

export type Played = {
  stories: number;
  /** Sentences of all of them. */
  steps: number;
  /** Null where model and world never parted. */
  parted: { story: string[]; what: string; again: string } | null;
};

export type Replay = { seed: number; path?: string | undefined; replayPath?: string | undefined };

const name = fc.constantFrom("A", "B");
const ahead = fc.constantFrom(1, 3, 10, 30, 180);
const nameAndTime = fc.tuple(name, ahead);

const told = (replayPath: string | undefined) =>
  fc.commands(
    [
      nameAndTime.map(([of, minutes]) => owner.schedules(of, minutes)),
      nameAndTime.map(([of, minutes]) => owner.schedules(of, minutes)),
      nameAndTime.map(([of, minutes]) => owner.reschedules(of, minutes)),
      fc
        .tuple(name, fc.constantFrom("edit", "unschedule", "cancel", "restore"))
        .map(([of, kind]) => owner.commands(of, kind)),
      fc.constantFrom("resume", "rollBack").map((kind) => owner.commands("B", kind)),
      name.map(owner.edits),
      fc
        .tuple(name, fc.constantFrom("once", "once", "twice at once", "as it was before", "forged"))
        .map(([of, how]) => outside.delivers(of, how)),
      fc.constantFrom("before it sends", "once X has posted").map((when) => outside.dies("A", when)),
      name.map(outside.loses),
      fc.constant(outside.losesNext()),
      fc
        .constantFrom("refuses", "puts it off", "posts unheard", "unreadable", "deaf")
        .map((what) => outside.mood("A", what)),
      fc.constantFrom("refuses", "refuses part 2", "posts unheard").map((what) => outside.mood("B", what)),
      fc.constant(owner.answers("A")),
      fc.constant(outside.sweeps()),
      fc.constant(outside.sweeps()),
      fc.constant(outside.checks()),
      fc.constantFrom(1, 1, 2, 5, 30, 70).map(outside.waits),
      fc.constantFrom(1, 3, 10, 30).map(outside.waits),
    ] as fc.Arbitrary<Told>[],
    { maxCommands: 60, size: "max", ...(replayPath ? { replayPath } : {}) },
  );

/** Plays so many stories on emptied ground, one after another. */
export async function playStories(
  ground: Ground,
  runs: number,
  { seed, path, replayPath }: Replay,
): Promise<Played> {
  let steps = 0;
  const property = fc.asyncProperty(told(replayPath), async (commands) => {
    const life = await startReal(ground);
    try {
      const model = emptyModel(ground.time.now());
      await fc.asyncModelRun(() => ({ model, real: life }), commands);
      steps += model.steps;
    } finally {
      endReal(life);
    }
  });
  const details = await fc.check(property, { seed, numRuns: runs, ...(path ? { path } : {}) });
  if (!details.failed) return { stories: details.numRuns, steps, parted: null };
  const [commands] = details.counterexample ?? [];
  const printed = String(commands);
  const replay = /replayPath="([^"]*)"/.exec(printed)?.[1] ?? "";
  const what =
    details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  return {
    stories: details.numRuns,
    steps,
    parted: {
      story: printed
        .replace(/\/\*.*\*\//, "")
        .split(bullet)
        .map((line) => line.trim().replace(/,$/, ""))
        .filter(Boolean),
      what,
      again: `npm run test:sim -- --model ${seed} --path ${details.counterexamplePath ?? ""} --replay "${replay}"`,
    },
  };
}

/** Plays one story, as it is told. @throws Error where model and world part */
export async function playStory(ground: Ground, sentences: Told[]): Promise<void> {
  const life = await startReal(ground);
  try {
    const model = emptyModel(ground.time.now());
    for (const sentence of sentences) await sentence.run(model, life);
  } finally {
    endReal(life);
  }
}

export function describeParted({ story, what, again }: NonNullable<Played["parted"]>): string {
  return [
    ...story.map((line, at) => `  ${at + 1}. ${line}`),
    `  -> ${what}`,
    `  see it again: ${again}`,
  ].join("\n");
}
