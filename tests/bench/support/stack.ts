// Roost and its sandboxes as they run in production, on free ports and a data folder that is thrown away.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { readEnv } from "~/server/env";
import { createRoost, type Roost } from "~/server/roost";
import {
  type Addresses,
  addressesOf,
  appEnvironment,
  blankedByFiles,
  cleanEnvironment,
} from "../../../sandbox/stack/environment";
import type { Part } from "../../../sandbox/stack/part";
import { databasePart, qstashPart, reconcilerPart, webPart, xPart } from "../../../sandbox/stack/roost-parts";
import { makeSecrets, type Secrets, secretValues } from "../../../sandbox/stack/secrets";
import type { Settings } from "../../../sandbox/stack/settings";
import { freePort } from "../../support/free-port";
import { readDatabaseFacts, relaxSandboxes } from "./bench-database";
import { createParts, type Parts } from "./parts";

const describe = { qstash: qstashPart, x: xPart, reconciler: reconcilerPart, web: webPart };

export type PartName = keyof typeof describe;

export type StackOptions = {
  /** PostgreSQL always runs. */
  parts: PartName[];
  /** Given the real X sandbox's address, answers the one that Roost is to call. */
  standBeforeX?: (xUrl: string) => Promise<string>;
};

export type BenchStack = Pick<Parts, "kill" | "stop" | "lastLines" | "run" | "processorMs"> & {
  root: string;
  addresses: Addresses;
  secrets: Secrets;
  /** Roost's collaborators in this process, on the same database and sandboxes. */
  roost: Roost;
  /** Starts a part of Roost (again) and waits until it is up. */
  start: (name: PartName) => Promise<void>;
  databaseFacts: () => Promise<string>;
  /** Ends every process and removes the data. */
  close: () => Promise<void>;
};

/** @throws Error when a part does not come up. */
export async function startStack(root: string, options: StackOptions): Promise<BenchStack> {
  const settings = await freshSettings(root);
  const secrets = makeSecrets();
  const parts = createParts({
    root,
    env: { ...blankedByFiles(root), ...cleanEnvironment(process.env) },
    secrets: secretValues(secrets),
  });
  const addresses = addressesOf(settings.ports);
  const environment = appEnvironment(settings, secrets, {});
  const roost = createRoost(readEnv({ ...environment, LOG_LEVEL: "silent" }), "bench");
  const close = async () => {
    await roost.db.$disconnect();
    await parts.stopAll();
    await rm(settings.dataDir, { recursive: true, force: true });
  };
  try {
    await parts.run(databasePart(settings, secrets));
    await relaxSandboxes(environment.DATABASE_URL ?? "");
    const xUrl = (await options.standBeforeX?.(addresses.x)) ?? addresses.x;
    const start = (name: PartName) => parts.run(inProduction(describe[name](settings, secrets), xUrl));
    await Promise.all(options.parts.map(start));
    const databaseFacts = () => readDatabaseFacts(environment.DATABASE_URL ?? "");
    return { ...parts, root, addresses, secrets, roost, start, databaseFacts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** In the project's folder, not in the system's temporary one: that may be memory, where a commit costs nothing. */
async function freshSettings(root: string): Promise<Settings> {
  const data = join(root, ".data");
  await mkdir(data, { recursive: true });
  const ports = {
    web: await freePort(),
    qstash: await freePort(),
    x: await freePort(),
    reconciler: await freePort(),
    database: await freePort(),
  };
  return { root, dataDir: await mkdtemp(join(data, "bench-")), ports, production: true, verbose: false };
}

/** What Roost logs by itself in production, and X where the row has put it. */
function inProduction(part: Part, xUrl: string): Part {
  if (!part.env.X_API_BASE_URL) return part;
  return { ...part, env: { ...part.env, X_API_BASE_URL: xUrl, LOG_LEVEL: "info" } };
}
