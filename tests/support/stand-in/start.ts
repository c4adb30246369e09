// Starts the stack with stand-in parts as a child process, in a folder of the test's own.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { portVariables } from "../../../sandbox/stack/settings";
import { freePort } from "../free-port";
import { isRunning } from "../processes";
import { waitFor } from "../wait-for";

export type StandIns = {
  root: string;
  dataDir: string;
  /** By variable name: ROOST_WEB_PORT and so on. */
  ports: Record<string, string>;
  /** Starts it (again), with more variables. */
  start: (env?: Record<string, string>) => StartedStandIns;
  /** The same, with a process between that does nothing but start it, as npm does: `pid` is that process's. */
  startThroughLauncher: (env: Record<string, string>) => StartedStandIns;
  /** Every process that a part of any start has been: the part and its child. */
  partPids: () => number[];
  /** Names of the parts in the order in which they ended. */
  endings: () => string[];
  /** Ends whatever still runs and removes the folder. */
  clean: () => Promise<void>;
};

export type StartedStandIns = {
  pid: number;
  output: () => string;
  ready: () => Promise<void>;
  ended: Promise<{ code: number | null; signal: string | null }>;
  kill: (signal: NodeJS.Signals) => void;
};

const readyTimeoutMs = 20_000;
const launcher =
  'require("node:child_process").spawn(process.execPath, process.argv.slice(1), { stdio: "inherit" })';

export async function prepareStandIns(): Promise<StandIns> {
  const root = await mkdtemp(join(tmpdir(), "roost-start-"));
  const ports: Record<string, string> = {};
  for (const { name } of Object.values(portVariables)) ports[name] = String(await freePort());
  const started: StartedStandIns[] = [];
  const lines = (file: string) =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8").trim().split("\n") : [];
  const partPids = () => lines("pids").map(Number);
  const start = (command: string[], env: Record<string, string>) => {
    const one = startStandIns(command, { ROOST_DATA_DIR: "data", ...ports, ...env });
    started.push(one);
    return one;
  };
  const command = ["--import", "tsx", join(import.meta.dirname, "stack.ts"), root];
  return {
    root,
    dataDir: join(root, "data"),
    ports,
    start: (env = {}) => start(command, env),
    startThroughLauncher: (env) => start(["-e", launcher, "--", ...command], env),
    partPids,
    endings: () => lines("endings"),
    clean: async () => {
      for (const one of started) one.kill("SIGTERM");
      await Promise.all(started.map(({ ended }) => ended));
      await waitFor(() => !partPids().some(isRunning));
      await rm(root, { recursive: true, force: true });
    },
  };
}

function startStandIns(command: string[], env: Record<string, string>): StartedStandIns {
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += data;
    });
  }
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal })),
  );
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ready: async () => {
      await waitFor(() => /^ready {2}/m.test(output) || child.exitCode !== null, {
        timeoutMs: readyTimeoutMs,
      });
      if (!/^ready {2}/m.test(output)) throw new Error(`the start ended before it was ready:\n${output}`);
    },
    ended,
    kill: (signal) => child.kill(signal),
  };
}
