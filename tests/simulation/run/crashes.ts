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
import { cutOff } from "./cut-off";
import type { Pool } from "./pool";
import { showProgress } from "./progress";
import { type Slice, whichScenarios } from "./which-scenarios";

/** `pairs`: those that were tried, of `allPairs`. */
export type CrashSums = {
  points: number;
  pairs: number;
  allPairs: number;
  violations: number;
  longestMs: number;
};

const shownAtMost = 5;

/** Which of all there are. Of pairs a share from 0 to 1, and of that share a slice; the same ones each time. */
export type CrashChoice = { pairShare: number; slice: Slice; scenarios: string | undefined };

export async function runCrashes(pool: Pool, choice: CrashChoice): Promise<CrashSums> {
  const sums: CrashSums = { points: 0, pairs: 0, allPairs: 0, violations: 0, longestMs: 0 };
  for (const { name, isPaired } of chosen(choice)) {
    const startedMs = performance.now();
    const note = (strikes: Strike[], report: CrashReport) => {
      sums.longestMs = Math.max(sums.longestMs, report.recoveryMs);
      if (report.violations.length === 0) return;
      sums.violations += 1;
      const isBrief = sums.violations > shownAtMost;
      const shown = isBrief ? { ...report, violations: report.violations.slice(0, 1), trace: [] } : report;
      console.log(describeCrash(name, strikes, shown));
    };
    const run: RunOne = (strikes) =>
      pool.run<CrashReport>({ kind: "crash", scenario: name, strikes }).then(
        (report) => {
          note(strikes, report);
          return { ...report, trace: [] };
        },
        (error: unknown) => {
          const report = { points: [], acted: 0, violations: cutOff(error), recoveryMs: 0, trace: [] };
          note(strikes, report);
          return report;
        },
      );
    const singles = await exploreSingles(run);
    const points = singles.length - 1;
    const { tried: pairs, all } = isPaired ? await runPairs(run, name, singles, choice) : nothing;
    sums.points += points;
    sums.pairs += pairs;
    sums.allPairs += all;
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    const calls = points / modes.length;
    console.log(`  ${name}: ${calls} calls, ${points} crash points, ${pairs}/${all} pairs, ${seconds} s`);
  }
  return sums;
}

/** Bad days have so many calls that each is struck alone. They are in the first slice; each other has only pairs to add. */
function chosen({ scenarios: wanted, slice }: CrashChoice): { name: string; isPaired: boolean }[] {
  const alone = [...outages, ...meetings, ...traps];
  const all = [...each(scenarios, true), ...each(alone, false)];
  if (wanted === undefined) return all.filter(({ isPaired }) => isPaired || slice.number === 1);
  const names = whichScenarios(
    wanted,
    all.map(({ name }) => name),
  );
  return all.filter(({ name }) => names.includes(name));
}

function each(list: Scenario[], isPaired: boolean): { name: string; isPaired: boolean }[] {
  return list.map(({ name }) => ({ name, isPaired }));
}

const nothing = { tried: 0, all: 0 };

/** Not all at once: a job that waits takes memory. */
const atOnce = 64;

async function runPairs(
  run: RunOne,
  name: string,
  singles: Explored[],
  choice: CrashChoice,
): Promise<{ tried: number; all: number }> {
  const all = count(pairsOf(singles));
  const pairs = chosenPairs(singles, choice);
  const total = count(chosenPairs(singles, choice));
  let broken = 0;
  const progress = showProgress(`pairs of "${name}"`, total, () => `${broken} broke a promise`);
  const worker = async () => {
    for (const pair of pairs) {
      const { violations } = await run(pair);
      if (violations.length > 0) broken += 1;
      progress.done();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  progress.stop();
  return { tried: total, all };
}

/** Of all pairs the share, and of it each so manieth: slices have none in common, and together they are all of it. */
function* chosenPairs(
  singles: Explored[],
  { pairShare, slice }: Pick<CrashChoice, "pairShare" | "slice">,
): Generator<[Strike, Strike]> {
  const random = createRandom(1);
  let place = 0;
  for (const pair of pairsOf(singles)) {
    if (!random.chance(pairShare)) continue;
    place += 1;
    if (place % slice.of === slice.number % slice.of) yield pair;
  }
}

function count(items: Iterable<unknown>): number {
  let all = 0;
  for (const _ of items) all += 1;
  return all;
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
