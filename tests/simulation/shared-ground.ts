// The ground of a test file, laid before its first test on a database of its own.
import { afterAll, beforeAll, inject } from "vitest";
import { templateDatabase } from "../support/postgres-setup";
import { copyDatabase } from "./run/postgres";
import { type Ground, layGround } from "./world/ground";

/** By the file's hooks. What is returned gives the ground, once the first test has begun. */
export function sharedGround(): () => Ground {
  let ground: Ground | undefined;
  beforeAll(async () => {
    const name = `sim_${process.pid}_${Date.now()}`;
    ground = await layGround(await copyDatabase(inject("postgresUrl"), templateDatabase, name));
  });
  afterAll(() => ground?.stop());
  return () => {
    if (!ground) throw new Error("There is no ground before the first test.");
    return ground;
  };
}
