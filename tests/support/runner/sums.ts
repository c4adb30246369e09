// How many tests passed and failed, from vitest's JSON report.
import { existsSync, readFileSync } from "node:fs";

export type Sums = { passed: number; failed: number };

type Report = {
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

/**
 * A file that did not load, or whose set-up failed, counts as one failed test; so does a run that reported nothing,
 * had no test, or failed for another reason (an error outside all tests).
 * @param exitStatus vitest's; null when a signal ended it.
 */
export function sumUp(reportPath: string, exitStatus: number | null): Sums {
  const files = existsSync(reportPath) ? readReport(reportPath) : [];
  const passed = count(files, "passed");
  const failedFiles = files.filter(({ status }) => status === "failed");
  const withoutFailedTest = failedFiles.filter((file) => count([file], "failed") === 0).length;
  const failed = count(files, "failed") + withoutFailedTest;
  const isTroubled = exitStatus !== 0 || passed === 0;
  return { passed, failed: failed === 0 && isTroubled ? 1 : failed };
}

function readReport(path: string): Report["testResults"] {
  try {
    return (JSON.parse(readFileSync(path, "utf8")) as Report).testResults;
  } catch {
    return [];
  }
}

function count(files: Report["testResults"], status: string): number {
  return files.reduce(
    (sum, file) => sum + file.assertionResults.filter((test) => test.status === status).length,
    0,
  );
}
