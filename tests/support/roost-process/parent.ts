import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Env } from "~/server/env";

export type Task =
  | { kind: "deliveries"; deliveries: { body: string; signature: string }[] }
  | { kind: "sweep" };

/** `said`: "ready", or what came of the task. */
export type Done = { said: string };

export type RoostProcess = { ask: (task: Task) => Promise<string>; end: () => Promise<void> };

const child = fileURLToPath(new URL("child.ts", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Starts another process of the same Roost, on its database and sandboxes, by the database's own time. */
export async function startRoostProcess(env: Env): Promise<RoostProcess> {
  const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)]));
  const forked = fork(child, {
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
    end: async () => {
      const gone = once(forked, "exit");
      forked.kill();
      await gone;
    },
  };
}
