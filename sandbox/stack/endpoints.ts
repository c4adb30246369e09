// What runs where, for tools and tests, and the environment of the app for commands that people run beside it: there
// while the stack is ready, gone when it is not.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { addressesOf, appEnvironment, databaseUrl } from "./environment";
import { writePrivateJson, writePrivateText } from "./private-file";
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
  const variables = Object.entries(appEnvironment(settings, secrets, {}));
  const lines = variables.map(([name, value]) => `${name}=${value}\n`);
  await writePrivateText(appEnvPath(settings.dataDir), lines.join(""));
  await writePrivateJson(endpointsPath(settings.dataDir), endpoints);
}

export async function removeEndpoints(dataDir: string): Promise<void> {
  await rm(endpointsPath(dataDir), { force: true });
  await rm(appEnvPath(dataDir), { force: true });
}

function appEnvPath(dataDir: string): string {
  return join(dataDir, "app.env");
}

function endpointsPath(dataDir: string): string {
  return join(dataDir, "endpoints.json");
}
