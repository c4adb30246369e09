// Many lives, and what came of them.
import type { LifeReport } from "../life/run-life";
import type { Pool } from "./pool";

/** Lives them all and prints the table. Returns 1 where a promise was broken. */
export async function runLives(pool: Pool, seeds: number[], isVerbose: boolean): Promise<number> {
  const startedMs = performance.now();
  const reports = await Promise.all(seeds.map((seed) => pool.run<LifeReport>({ kind: "life", seed })));
  const broken = reports.filter(({ violations }) => violations.length > 0);
  if (isVerbose) for (const { trace } of reports) console.log(trace.join("\n"));
  for (const report of broken.slice(0, shownAtMost)) console.log(describeBroken(report, !isVerbose));
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(describeLives(reports));
  console.log(`  ${seconds.toFixed(0)} s, ${(reports.length / seconds).toFixed(2)} lives a second`);
  return broken.length > 0 ? 1 : 0;
}

const shownAtMost = 5;
const shownLines = 80;

/** The story of a life that broke a promise, and how to live it again. */
export function describeBroken({ seed, violations, trace }: LifeReport, withTrace = true): string {
  const found = violations.slice(0, shownAtMost).map(({ check, what }) => `  BROKEN ${check}: ${what}`);
  return [
    ...(withTrace ? trace.slice(-shownLines) : []),
    ...found,
    `  live it again: npm run test:sim -- --seed ${seed}`,
  ].join("\n");
}

function describeLives(reports: LifeReport[]): string {
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
    `seeded lives: ${reports.length} seeds x ${steps} steps x ${total} faults -> ${violations} violations`,
    `longest recovery: ${(longestMs / 60_000).toFixed(0)} min`,
    ...[...faults].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `  ${name}: ${count}`),
  ].join("\n");
}
