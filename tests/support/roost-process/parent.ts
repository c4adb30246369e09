import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Env } from "~/server/env";
import { waitFor } from "../wait-for";

export type Task =
  | { kind: "deliveries"; deliveries: { body: string; signature: string }[] }
  | { kind: "sweep" };

/** `said`: "ready", or what came of the task. */
export type Done = { said: string };

export type RoostProcess = {
  ask: (task: Task) => Promise<string>;
  /** SIGSTOP: it stands still wherever it is. Resolves once it does. */
  freeze: () => Promise<void>;
  /** SIGCONT: it goes on as if nothing had been. */
  wake: () => void;
  end: () => Promise<void>;
};

export type RoostProcessOptions = {
  /** A file with how many milliseconds its clock is ahead of the database's, read whenever it asks for the time. */
  aheadFile?: string;
  /** How long it waits for X to answer a post. */
  callTimeoutMs?: number;
};

const child = fileURLToPath(new URL("child.ts", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Starts another process of the same Roost, on its database and sandboxes. */
export async function startRoostProcess(env: Env, options: RoostProcessOptions = {}): Promise<RoostProcess> {
  const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)]));
  const forked = fork(child, [JSON.stringify(options)], {
    cwd: root,
    execArgv: ["--import", "tsx"],
    env: { ...variables, PATH: process.env.PATH ?? "", NODE_ENV: "test", LOG_LEVEL: "silent" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const next = async () => ((await once(forked, "message")) as [Done])[0].said;
  const said = await Promise.race([next(), once(forked, "exit").then(() => "ended")]);
  if (said !== "ready") throw new Error(`the process is not ready: ${said}`);
  return {
    ask: async (task) => {
      const answer = next();
      forked.send(task);
      return answer;
    },
    freeze: async () => {
      forked.kill("SIGSTOP");
      await waitFor(() => stateOf(forked.pid).startsWith("T"));
    },
    wake: () => forked.kill("SIGCONT"),
    end: async () => {
      const gone = once(forked, "exit");
      forked.kill("SIGCONT");
      forked.kill();
      await gone;
    },
  };
}

/** As `ps` tells it: T for a process that is stopped. */
function stateOf(pid: number | undefined): string {
  return spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
}
