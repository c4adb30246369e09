import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { RunningStack } from "../support/stack";

/** Runs one pass of the reconciler by hand, as a person types it beside a running stack. Answers what it printed. */
export async function runPass({ dataDir }: RunningStack, job: "orphans" | "settle"): Promise<string> {
  const child = spawn("npm", ["run", "--silent", "reconciler", "--", "--once", job], {
    cwd: join(import.meta.dirname, "..", ".."),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "test", ROOST_DATA_DIR: dataDir },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  await once(child, "exit");
  return output;
}
