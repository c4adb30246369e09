// The whole of Roost as a child process, on ports and in a folder of the test's own.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Endpoints } from "../../sandbox/stack/endpoints";
import { portVariables } from "../../sandbox/stack/settings";
import { freePort } from "./free-port";
import { isRunning, killTree, processTree } from "./processes";
import { waitFor } from "./wait-for";

/** What tests of a stack that others use too may know of it. */
export type RunningStack = {
  /** What runs where now. */
  endpoints: () => Endpoints;
  dataDir: string;
};

export type Stack = RunningStack & {
  /** Everything that the starts so far have printed. */
  output: () => string;
  /** Stops it if it runs, and starts it again on the same folder and ports. */
  restart: (options?: string[]) => Promise<void>;
  /** Ends every process of it at once, as a power cut would. `restart` brings it back. */
  kill9: () => Promise<void>;
  /** Ends it cleanly and removes its folder. @throws Error when it did not end with status 0. */
  stop: () => Promise<void>;
};

const root = join(import.meta.dirname, "..", "..");
const guard = join(root, "sandbox", "stack", "guard.mjs");
/** A development server compiles its first pages in it. */
const readyTimeoutMs = 180_000;

/** @param options `production: true` runs the built app (`npm test` builds it); `env` adds variables of the start. */
export async function startStack(
  options: { production?: boolean; env?: Record<string, string> } = {},
): Promise<Stack> {
  const dataDir = await mkdtemp(join(tmpdir(), "roost-stack-"));
  const env = { ...process.env, ...(await chooseTestPorts()), ROOST_DATA_DIR: dataDir, ...options.env };
  const args = [guard, "SIGTERM", process.execPath, "--import", "tsx", "sandbox/start.ts"];
  if (options.production) args.push("--production");
  const run: { output: string; current?: Running } = { output: "" };
  const start = async (more: string[] = []) => {
    const from = run.output.length;
    run.current = startGuarded([...args, ...more], env, (text) => {
      run.output += text;
    });
    const { hasEnded } = run.current;
    const isReady = () => /^ready {2}/m.test(run.output.slice(from));
    await waitFor(() => isReady() || hasEnded(), { timeoutMs: readyTimeoutMs });
    if (!isReady()) throw new Error(`the stack ended before it was ready:\n${run.output.slice(from)}`);
  };
  const end = async () => {
    const status = await run.current?.end();
    run.current = undefined;
    if (status) throw new Error(`the stack ended with status ${status}:\n${run.output}`);
  };
  const stack: Stack = {
    endpoints: () => JSON.parse(readFileSync(join(dataDir, "endpoints.json"), "utf8")) as Endpoints,
    dataDir,
    output: () => run.output,
    restart: async (more) => {
      await end();
      await start(more);
    },
    kill9: async () => {
      await run.current?.kill9();
      run.current = undefined;
    },
    stop: async () => {
      await end().finally(() => rm(dataDir, { recursive: true, force: true }));
    },
  };
  await start().catch(async (error: unknown) => {
    await stack.stop().catch(() => undefined);
    throw error;
  });
  return stack;
}

type Running = {
  hasEnded: () => boolean;
  /** Resolves to the status of the start; 0 where it has ended cleanly. */
  end: () => Promise<number>;
  kill9: () => Promise<void>;
};

/** Under a guard, so that a killed test run leaves no stack behind. */
function startGuarded(args: string[], env: NodeJS.ProcessEnv, tell: (text: string) => void): Running {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let report = "";
  child.stdout?.on("data", (data) => tell(String(data)));
  child.stderr?.on("data", (data) => tell(String(data)));
  child.stdio[3]
    ?.on("error", () => undefined)
    .on("data", (data) => {
      report += data;
    });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const pid = child.pid ?? 0;
  return {
    hasEnded: () => report !== "",
    end: async () => {
      const startPid = processTree(pid)[1];
      if (!report && startPid) process.kill(startPid, "SIGTERM");
      await closed;
      return (JSON.parse(report) as { code: number | null }).code ?? 1;
    },
    kill9: async () => {
      const tree = processTree(pid);
      killTree(pid);
      await closed;
      await waitFor(() => !tree.some(isRunning));
    },
  };
}

async function chooseTestPorts(): Promise<Record<string, string>> {
  const chosen: Record<string, string> = {};
  for (const { name } of Object.values(portVariables)) {
    let port: string;
    do port = String(await freePort());
    while (Object.values(chosen).includes(port));
    chosen[name] = port;
  }
  return chosen;
}
