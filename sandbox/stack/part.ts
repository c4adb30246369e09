// One part of the stack: a process under its guard.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { HttpCheck } from "./check";
import type { Environment } from "./environment";
import { createOutput, type Output } from "./output";
import { killGroup, waitUntilGroupIsGone } from "./process-group";

export type Part = {
  name: string;
  /** Shown to people when it is up. */
  address: string;
  /** Program and arguments, run from the project's folder. */
  command: string[];
  /** Added to the clean environment. */
  env: Environment;
  /** It is up when it answers, or when it has printed this line. */
  up: HttpCheck | { line: string };
  /** Lower ones start first; equal ones together. */
  startStep: number;
  /** Lower ones stop first; equal ones together. */
  stopStep: number;
  /** Asks it to end: SIGTERM, but for a part that must not be asked. */
  stopSignal: "SIGTERM" | "SIGKILL";
  /** What it may take to end by itself; then it is killed. */
  stopTimeoutMs: number;
};

export type Exit = { code: number | null; signal: string | null };

export type RunningPart = {
  part: Part;
  /** The guard's, which leads the part's process group. */
  pid: number;
  output: Output;
  exited: Promise<Exit>;
  /** Asks it to end, and kills what is left of it after `timeoutMs`. */
  stop: (timeoutMs: number) => Promise<void>;
};

const guard = join(import.meta.dirname, "guard.mjs");
/** What the guard needs to end the group after the part's own time is up. */
const guardGraceMs = 250;
/** A process that the part detached may keep its output open: the report does not wait for that. */
const outputGraceMs = 250;
/** A container without an init never clears its dead away: their group seems to last. */
const dyingTimeoutMs = 300;

/**
 * Starts the part in a process group of its own, which ends with this process however that ends.
 * @param show is told of each line that a person should see.
 */
export function startPart(
  part: Part,
  options: {
    root: string;
    env: Environment;
    verbose: boolean;
    secrets: string[];
    show: (line: string) => void;
  },
): RunningPart {
  const child = spawn(process.execPath, [guard, part.stopSignal, ...part.command], {
    cwd: options.root,
    env: { ...options.env, ...part.env } as NodeJS.ProcessEnv,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const output = createOutput({ ...options, name: part.name });
  if (child.stdout) output.attach(child.stdout, false);
  if (child.stderr) output.attach(child.stderr, true);
  const line = child.stdio[3] as Duplex;
  line.on("error", () => undefined);
  const exited = watchExit(child, line);
  const pid = child.pid ?? 0;
  return {
    part,
    pid,
    output,
    exited,
    stop: async (timeoutMs) => {
      line.write(`stop ${timeoutMs}\n`);
      const abort = new AbortController();
      const late = delay(timeoutMs + guardGraceMs, "late", { signal: abort.signal }).catch(() => "");
      if ((await Promise.race([exited, late])) === "late") killGroup(pid);
      abort.abort();
      await exited;
    },
  };
}

/** The end that the guard reported; the guard's own where it was killed before it could. */
async function watchExit(child: ChildProcess, line: Duplex): Promise<Exit> {
  let reported = "";
  line.on("data", (data) => {
    reported += data;
  });
  const closed = new Promise((resolve) => child.once("close", resolve));
  const own = await new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: 127, signal: null }));
  });
  if (child.pid) {
    killGroup(child.pid);
    await waitUntilGroupIsGone(child.pid, dyingTimeoutMs);
  }
  const abort = new AbortController();
  await Promise.race([
    closed,
    delay(outputGraceMs, undefined, { signal: abort.signal }).catch(() => undefined),
  ]);
  abort.abort();
  return reported ? (JSON.parse(reported) as Exit) : own;
}
