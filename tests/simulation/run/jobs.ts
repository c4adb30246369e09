// What a worker can be asked to do.
import { meetings } from "../crash/meetings";
import { outages } from "../crash/outages";
import type { Strike } from "../crash/plan";
import { type CrashReport, runCrash } from "../crash/run-crash";
import { scenarios } from "../crash/scenarios";
import { traps } from "../crash/traps";
import { findCase } from "../interleavings/cases";
import type { Fork, Way } from "../interleavings/order";
import { type OrderReport, runOrder } from "../interleavings/run-order";
import { type LifeReport, runLife } from "../life/run-life";
import { type Played, playStories, type Replay } from "../model/stories";
import type { Ground } from "../world/ground";

export type Job =
  | { kind: "life"; seed: number }
  | { kind: "crash"; scenario: string; strikes: Strike[] }
  | { kind: "order"; meeting: string; from: Fork; way: Way }
  | { kind: "stories"; count: number; replay: Replay };

type Result = LifeReport | CrashReport | OrderReport | Played;

export async function runJob(ground: Ground, job: Job): Promise<Result> {
  switch (job.kind) {
    case "life":
      return runLife(ground, job.seed);
    case "order":
      return runOrder(ground, findCase(job.meeting), job.from, job.way);
    case "stories":
      return playStories(ground, job.count, job.replay);
    case "crash": {
      const scenario = [...scenarios, ...outages, ...meetings, ...traps].find(
        ({ name }) => name === job.scenario,
      );
      if (!scenario) throw new Error(`There is no scenario "${job.scenario}".`);
      return runCrash(ground, scenario, job.strikes);
    }
  }
}
