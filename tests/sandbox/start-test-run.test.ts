import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { asksForBrowser } from "../support/runner/selection";
import { sumUp } from "../support/runner/sums";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "roost-sums-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A report with one file for each list of statuses. */
function report(...files: { status: string; tests: string[] }[]): string {
  const path = join(folder, "report.json");
  const testResults = files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((one) => ({ status: one })),
  }));
  writeFileSync(path, JSON.stringify({ testResults }));
  return path;
}

test("passed and failed tests are counted over all files", () => {
  const path = report(
    { status: "passed", tests: ["passed", "passed"] },
    { status: "failed", tests: ["passed", "failed", "failed"] },
  );
  expect(sumUp(path, 1)).toEqual({ passed: 3, failed: 2 });
});

test("a file that did not load counts as failed, though it reports no test", () => {
  const path = report({ status: "passed", tests: ["passed"] }, { status: "failed", tests: [] });
  expect(sumUp(path, 1)).toEqual({ passed: 1, failed: 1 });
});

test("a file whose set-up failed counts as failed, though its tests are only skipped", () => {
  const path = report(
    { status: "passed", tests: ["passed"] },
    { status: "failed", tests: ["skipped", "skipped"] },
  );
  expect(sumUp(path, 1)).toEqual({ passed: 1, failed: 1 });
});

test("an error outside all tests is a failure, though every test passed", () => {
  expect(sumUp(report({ status: "passed", tests: ["passed"] }), 1)).toEqual({ passed: 1, failed: 1 });
});

test("a run without a test, without a report, or ended by a signal is a failure", () => {
  expect(sumUp(report(), 0)).toEqual({ passed: 0, failed: 1 });
  expect(sumUp(join(folder, "nothing.json"), 0)).toEqual({ passed: 0, failed: 1 });
  expect(sumUp(report({ status: "passed", tests: ["passed"] }), null)).toEqual({ passed: 1, failed: 1 });
});

const browserTests = ["tests/browser/queue.test.ts"];

test.each([
  { args: [], expected: true },
  { args: ["--project", "unit"], expected: false },
  { args: ["--project=server", "--project=unit"], expected: false },
  { args: ["--project", "unit", "--project", "browser"], expected: true },
  { args: ["tests/server"], expected: false },
  { args: ["tests/server", "browser/queue"], expected: true },
  { args: ["-t", "a name"], expected: true },
])("with $args, a browser is needed: $expected", ({ args, expected }) => {
  expect(asksForBrowser(args, browserTests)).toBe(expected);
});
