// Who runs: for tests that no process is left behind.
import { spawnSync } from "node:child_process";
import { identifyProcess } from "../../sandbox/stack/process-identity";

/** A zombie does not run. */
export function isRunning(pid: number): boolean {
  return identifyProcess(pid) !== undefined;
}

/** The process and all that it has started, directly or not, in no order. */
export function processTree(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const tree = [pid];
  for (const parent of tree) {
    for (const [child, itsParent] of pairs) if (itsParent === parent && child) tree.push(child);
  }
  return tree;
}

/** `kill -9` of everything at once, as a power cut would. */
export function killTree(pid: number): void {
  for (const one of processTree(pid)) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It ended between the listing and now.
    }
  }
}
