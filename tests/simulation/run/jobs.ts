// What a worker can be asked to do.
import { type LifeReport, runLife } from "../life/run-life";
import type { Ground } from "../world/ground";

export type Job = { kind: "life"; seed: number };

export type ResultOf = { life: LifeReport };

export async function runJob(ground: Ground, job: Job): Promise<ResultOf[Job["kind"]]> {
  return runLife(ground, job.seed);
}
