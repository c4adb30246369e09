// What runs where, for tools and tests: there while the stack is ready, gone when it is not.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { addressesOf, databaseUrl } from "./environment";
import { writePrivateJson } from "./private-file";
import type { Secrets } from "./secrets";
import type { Settings } from "./settings";

export type Endpoints = {
  web: string;
  qstash: string;
  qstashToken: string;
  x: string;
  xClientId: string;
  xClientSecret: string;
  reconciler: string;
  /** The app's database, with its password. */
  database: string;
};

export async function writeEndpoints(settings: Settings, secrets: Secrets): Promise<void> {
  const { web, qstash, x, reconciler } = addressesOf(settings.ports);
  const endpoints: Endpoints = {
    web,
    qstash,
    qstashToken: secrets.qstashToken,
    x,
    xClientId: secrets.xClientId,
    xClientSecret: secrets.xClientSecret,
    reconciler,
    database: databaseUrl(settings.ports, secrets, "roost"),
  };
  await writePrivateJson(endpointsPath(settings.dataDir), endpoints);
}

export async function removeEndpoints(dataDir: string): Promise<void> {
  await rm(endpointsPath(dataDir), { force: true });
}

function endpointsPath(dataDir: string): string {
  return join(dataDir, "endpoints.json");
}
