// What a worker can be asked to do.
import { meetings } from "../crash/meetings";
import { outages } from "../crash/outages";
import type { Strike } from "../crash/plan";
import { type CrashReport, runCrash } from "../crash/run-crash";
import { scenarios } from "../crash/scenarios";
import { type LifeReport, runLife } from "../life/run-life";
import type { Ground } from "../world/ground";

export type Job = { kind: "life"; seed: number } | { kind: "crash"; scenario: string; strikes: Strike[] };

export async function runJob(ground: Ground, job: Job): Promise<LifeReport | CrashReport> {
  switch (job.kind) {
    case "life":
      return runLife(ground, job.seed);
    case "crash": {
      const scenario = [...scenarios, ...outages, ...meetings].find(({ name }) => name === job.scenario);
      if (!scenario) throw new Error(`There is no scenario "${job.scenario}".`);
      return runCrash(ground, scenario, job.strikes);
    }
  }
}
