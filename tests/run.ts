// All tests: `npm test`. What follows `--` goes to vitest, to choose some of them. The last line holds the sums;
// where ROOST_TEST_SUMS names a file, it is written there, for a caller that has more to print before it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildApp } from "../sandbox/stack/build-app";
import { ensureBrowser } from "./support/runner/browser";
import { asksForBrowser } from "./support/runner/selection";
import { type Sums, sumUp } from "./support/runner/sums";

const root = dirname(import.meta.dirname);
process.chdir(root);

const sums = await runAll(process.argv.slice(2)).catch((error: unknown): Sums => {
  console.error(error instanceof Error ? error.message : error);
  return { passed: 0, failed: 1 };
});
const line = `tests: ${sums.passed} passed, ${sums.failed} failed\n`;
if (process.env.ROOST_TEST_SUMS) writeFileSync(process.env.ROOST_TEST_SUMS, line);
else process.stdout.write(line);
process.exit(sums.failed ? 1 : 0);

async function runAll(args: string[]): Promise<Sums> {
  if (asksForBrowser(args)) {
    console.log(`browser  ${ensureBrowser()}`);
    buildApp(root);
  }
  const folder = mkdtempSync(join(tmpdir(), "roost-report-"));
  const report = join(folder, "report.json");
  try {
    return sumUp(report, await runVitest([...args, ...reportTo(report)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function reportTo(path: string): string[] {
  return ["--reporter=default", "--reporter=json", `--outputFile.json=${path}`];
}

function runVitest(args: string[]): Promise<number | null> {
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--config", "tests/vitest.config.ts"];
  const child = spawn(process.execPath, [...vitest, ...args], { stdio: ["ignore", "inherit", "inherit"] });
  // It tears its database and browsers down first, and then this process says how far it came.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once("close", resolve));
}
