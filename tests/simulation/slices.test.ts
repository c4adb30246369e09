import { expect, test } from "vitest";
import { runCrashes } from "./run/crashes";
import { cutOff } from "./run/cut-off";
import { runLives } from "./run/lives";
import type { Pool } from "./run/pool";
import { readSlice, whichScenarios } from "./run/which-scenarios";

const calls = 5;

/** Stands for workers that report of every run what `report` says. */
function poolOf(report: (job: object) => object): Pool {
  return { run: async <R>(job: object) => report(job) as R, stop: async () => undefined };
}

test("the slices of a run have no pair in common, and together they are all of it", async () => {
  const points = Array.from({ length: calls }, (_, at) => `web-1 db tweet.update ${at}`);
  const struckIn = async (slice: string) => {
    const pairs: string[] = [];
    const pool = poolOf((job) => {
      const { strikes } = job as { strikes: object[] };
      if (strikes.length === 2) pairs.push(JSON.stringify(strikes));
      return { points, acted: calls, violations: [], recoveryMs: 0, trace: [] };
    });
    const sums = await runCrashes(pool, { pairShare: 1, slice: readSlice(slice), scenarios: "thread" });
    expect(sums.pairs).toBe(pairs.length);
    return pairs;
  };
  const whole = await struckIn("1/1");
  const slices = await Promise.all(["1/3", "2/3", "3/3"].map(struckIn));
  expect(slices.flat().sort()).toEqual([...whole].sort());
  expect(new Set(whole).size).toBe(whole.length);
});

test("a life whose worker dies is a broken promise of that life, and the others are lived", async () => {
  const pool = poolOf((job) => {
    const { seed } = job as { seed: number };
    if (seed === 2) throw new Error("the worker ended (SIGKILL)");
    return { seed, steps: 60, faults: {}, violations: [], recoveryMs: 0, sometimes: [], trace: [] };
  });
  const { holds, lines } = await runLives(pool, [1, 2, 3]);
  expect(holds).toBe(false);
  expect(lines[0]).toContain("3 seeds x 120 steps x 0 faults -> 1 violations");
  expect(cutOff(new Error("it hangs"))).toEqual([
    { check: "L8 every run comes to its end", what: "it hangs" },
  ]);
});

test("scenarios with commas in their names are told apart", () => {
  const names = ["settle", "settle, X has posted", "edit"];
  expect(whichScenarios("edit,settle, X has posted,settle", names)).toEqual([
    "edit",
    "settle, X has posted",
    "settle",
  ]);
  expect(() => whichScenarios("edits", names)).toThrow(/No scenario begins "edits"/);
  expect(() => readSlice("6/5")).toThrow(/names no slice/);
});
