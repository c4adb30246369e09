// Every crash point of every scenario, and pairs of them, over all workers.
import { type Explored, exploreSingles, pairsOf, type RunOne, readStrikes } from "../crash/explore";
import { meetings } from "../crash/meetings";
import { outages } from "../crash/outages";
import { modes, type Strike } from "../crash/plan";
import { type CrashReport, describeCrash } from "../crash/run-crash";
import type { Scenario } from "../crash/scenario";
import { scenarios } from "../crash/scenarios";
import { traps } from "../crash/traps";
import { createRandom } from "../time/random";
import type { Pool } from "./pool";

/** `pairs`: those that were tried, of `allPairs`. */
export type CrashSums = {
  points: number;
  pairs: number;
  allPairs: number;
  violations: number;
  longestMs: number;
};

const shownAtMost = 5;

/** @param pairShare which share of all pairs is tried, from 0 to 1; the same ones each time. */
export async function runCrashes(pool: Pool, pairShare: number): Promise<CrashSums> {
  const sums: CrashSums = { points: 0, pairs: 0, allPairs: 0, violations: 0, longestMs: 0 };
  for (const { name, isPaired } of [
    ...each(scenarios, true),
    ...each([...outages, ...meetings, ...traps], false),
  ]) {
    const startedMs = performance.now();
    const note = (strikes: Strike[], report: CrashReport) => {
      sums.longestMs = Math.max(sums.longestMs, report.recoveryMs);
      if (report.violations.length === 0) return;
      sums.violations += 1;
      if (sums.violations <= shownAtMost) console.log(describeCrash(name, strikes, report));
    };
    const run: RunOne = (strikes) => pool.run<CrashReport>({ kind: "crash", scenario: name, strikes });
    const singles = await exploreSingles(run);
    for (const { strikes, report } of singles) note(strikes, report);
    const points = singles.length - 1;
    const { tried: pairs, all } = isPaired ? await runPairs(run, singles, pairShare, note) : nothing;
    sums.points += points;
    sums.pairs += pairs;
    sums.allPairs += all;
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    const calls = points / modes.length;
    console.log(`  ${name}: ${calls} calls, ${points} crash points, ${pairs}/${all} pairs, ${seconds} s`);
  }
  return sums;
}

/** Bad days have so many calls that each is struck alone. */
function each(list: Scenario[], isPaired: boolean): { name: string; isPaired: boolean }[] {
  return list.map(({ name }) => ({ name, isPaired }));
}

const nothing = { tried: 0, all: 0 };

/** Not all at once: a job that waits takes memory. */
const atOnce = 64;

async function runPairs(
  run: RunOne,
  singles: Explored[],
  share: number,
  note: (strikes: Strike[], report: CrashReport) => void,
): Promise<{ tried: number; all: number }> {
  const random = createRandom(1);
  const pairs = pairsOf(singles);
  const count = { tried: 0, all: 0 };
  const worker = async () => {
    for (const pair of pairs) {
      count.all += 1;
      if (!random.chance(share)) continue;
      count.tried += 1;
      note(pair, await run(pair));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return count;
}

/** One run of one scenario, told in full. Returns whether every promise held. */
export async function runOneCrash(pool: Pool, scenario: string, at: string | undefined): Promise<boolean> {
  const strikes = at ? readStrikes(at) : [];
  const report = await pool.run<CrashReport>({ kind: "crash", scenario, strikes });
  console.log(describeCrash(scenario, strikes, report));
  const points = report.points.slice(0, report.acted);
  console.log(points.map((point, index) => `  ${index} ${point}`).join("\n"));
  return report.violations.length === 0;
}
