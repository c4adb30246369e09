// A second web process and a second reconciler beside those of a running stack, on its database and sandboxes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { type Env, readEnv } from "~/server/env";
import type { Part } from "../../sandbox/stack/part";
import { reconcilerPart, webPart } from "../../sandbox/stack/roost-parts";
import { keepSecrets } from "../../sandbox/stack/secrets";
import { createParts } from "../bench/support/parts";
import { freePort } from "./free-port";

export type SecondOfEach = {
  /** What the processes of the stack read. */
  env: Env;
  /** Where it listens; QStash, people and signatures know only the first one's address. */
  web: string;
  reconciler: string;
  /** One pass by hand, in a process of its own. Answers what it has printed. */
  once: (pass: string) => Promise<string>;
  end: () => Promise<void>;
};

const root = join(import.meta.dirname, "..", "..");

export async function startSecondOfEach(dataDir: string): Promise<SecondOfEach> {
  const variables = parseEnv(readFileSync(join(dataDir, "app.env"), "utf8")) as Record<string, string>;
  const secrets = await keepSecrets(dataDir);
  const [web, reconciler] = [await freePort(), await freePort()];
  const ports = { web, reconciler, qstash: 0, x: 0, database: 0 };
  const settings = { root, dataDir, ports, production: true, verbose: false };
  const second = (part: Part, own: Record<string, string>): Part => ({
    ...part,
    env: { ...part.env, ...variables, ...own },
  });
  const parts = createParts({ root, env: { PATH: process.env.PATH ?? "" }, secrets: [] });
  await Promise.all([
    parts.run(second(webPart(settings, secrets), {})),
    parts.run(second(reconcilerPart(settings, secrets), { RECONCILER_PORT: String(reconciler) })),
  ]);
  return {
    env: readEnv(variables),
    web: `http://localhost:${web}`,
    reconciler: `http://127.0.0.1:${reconciler}`,
    once: (pass) => runOnce(variables, pass),
    end: () => parts.stopAll(),
  };
}

async function runOnce(variables: Record<string, string>, pass: string): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", "reconciler/main.ts", "--once", pass], {
    cwd: root,
    env: { ...variables, PATH: process.env.PATH ?? "", NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (data) => {
    said += String(data);
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`the pass ended with ${code}: ${said}`);
  return said;
}
