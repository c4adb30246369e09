// Many lives, and what came of them.
import type { LifeReport } from "../life/run-life";
import { situations } from "../life/sometimes";
import { cutOff } from "./cut-off";
import type { Pool } from "./pool";
import { showProgress } from "./progress";

const shownAtMost = 5;
const shownLines = 80;

/** Lives them all; prints those that broke a promise as they come. */
export async function runLives(pool: Pool, seeds: number[]): Promise<{ holds: boolean; lines: string[] }> {
  const startedMs = performance.now();
  let broken = 0;
  const progress = showProgress("lives", seeds.length, () => `${broken} broke a promise`);
  const reports = await Promise.all(
    seeds.map(async (seed) => {
      const report = await pool
        .run<LifeReport>({ kind: "life", seed })
        .catch((error: unknown) => cutShort(seed, error));
      progress.done();
      if (report.violations.length > 0) {
        broken += 1;
        console.log(broken <= shownAtMost ? describeBroken(report) : describeBriefly(report));
      }
      return { ...report, trace: [] };
    }),
  );
  progress.stop();
  const sometimes = countSometimes(reports);
  const seconds = (performance.now() - startedMs) / 1000;
  const pace = `  ${seconds.toFixed(0)} s, ${(reports.length / seconds).toFixed(2)} lives a second`;
  return {
    holds: sometimes.isAllMet && reports.every(({ violations }) => violations.length === 0),
    lines: [...describeLives(reports), ...sometimes.lines, pace],
  };
}

function cutShort(seed: number, error: unknown): LifeReport {
  return { seed, steps: 0, faults: {}, violations: cutOff(error), recoveryMs: 0, sometimes: [], trace: [] };
}

/** So many lives must meet them all; fewer may not come to each. */
const enoughLives = 200;

/** A run in which a rare situation never occurs has proved nothing about it. */
function countSometimes(reports: LifeReport[]): { isAllMet: boolean; lines: string[] } {
  const met = new Map<string, number>();
  for (const name of reports.flatMap(({ sometimes }) => sometimes)) met.set(name, (met.get(name) ?? 0) + 1);
  const names = Object.keys(situations);
  const missing = names.filter((name) => !met.has(name));
  return {
    isAllMet: missing.length === 0 || reports.length < enoughLives,
    lines: [
      `sometimes ${names.length - missing.length}/${names.length}`,
      ...names.map((name) => `  ${name}: in ${met.get(name) ?? "NO"} lives`),
    ],
  };
}

/** One life with all that happened in it. Returns whether every promise held. */
export async function runOneLife(pool: Pool, seed: number): Promise<boolean> {
  const report = await pool.run<LifeReport>({ kind: "life", seed });
  console.log(report.trace.join("\n"));
  console.log(describeBroken({ ...report, trace: [] }));
  console.log(describeLives([report]).join("\n"));
  return report.violations.length === 0;
}

/** The story of a life that broke a promise, and how to live it again. */
export function describeBroken({ seed, violations, trace }: LifeReport): string {
  const found = violations.slice(0, shownAtMost).map(({ check, what }) => `  BROKEN ${check}: ${what}`);
  return [...trace.slice(-shownLines), ...found, `  live it again: npm run test:sim -- --seed ${seed}`].join(
    "\n",
  );
}

/** The same in few lines, where there are many. */
function describeBriefly(report: LifeReport): string {
  return describeBroken({ ...report, violations: report.violations.slice(0, 1), trace: [] });
}

function describeLives(reports: LifeReport[]): string[] {
  const steps = reports.reduce((sum, report) => sum + report.steps, 0);
  const faults = new Map<string, number>();
  for (const report of reports) {
    for (const [name, count] of Object.entries(report.faults)) {
      faults.set(name, (faults.get(name) ?? 0) + count);
    }
  }
  const total = [...faults.values()].reduce((sum, count) => sum + count, 0);
  const violations = reports.reduce((sum, report) => sum + report.violations.length, 0);
  const longestMs = Math.max(0, ...reports.map(({ recoveryMs }) => recoveryMs));
  return [
    `seeded lives: ${reports.length} seeds x ${steps} steps x ${total} faults -> ${violations} violations; longest recovery ${Math.ceil(longestMs / 60_000)} min`,
    ...[...faults].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `  ${name}: ${count}`),
  ];
}
