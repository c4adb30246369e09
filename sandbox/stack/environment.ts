// The environment of the parts: made here alone. What a person has set for the real services must never leak in:
// with QSTASH_DEV, for one, the SDK takes messages signed with publicly known keys.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Secrets } from "./secrets";
import type { Ports, Settings, Variables } from "./settings";

export type Environment = Record<string, string>;

export type Addresses = { web: string; qstash: string; x: string; reconciler: string };
export type DatabaseName = "roost" | "qstash_sandbox" | "x_sandbox";

const ownNames = [
  "DATABASE_URL",
  "TOKEN_KEYS",
  "MEDIA_DIR",
  "RECONCILER_PORT",
  "PORT",
  "HOSTNAME",
  "NODE_ENV",
  "QSTASH",
  "VERCEL",
];
const ownPrefixes = [
  ...["QSTASH_", "NEXTAUTH_", "AUTH_", "X_", "ROOST_", "S3_", "UPSTASH_", "EU_CENTRAL_1_", "US_EAST_1_"],
  ...["VERCEL_", "NEXT_", "__NEXT_", "PG", "VITEST"],
];
/** Chosen by a person, and harmless: the sandbox's own switches. */
const passedOnPrefixes = ["QSTASH_SANDBOX_", "X_SANDBOX_"];

/** The web app is called by name: the session cookie belongs to the name that the browser shows. */
export function addressesOf(ports: Ports): Addresses {
  return {
    web: `http://localhost:${ports.web}`,
    qstash: `http://127.0.0.1:${ports.qstash}`,
    x: `http://127.0.0.1:${ports.x}`,
    reconciler: `http://127.0.0.1:${ports.reconciler}`,
  };
}

export function databaseUrl(ports: Ports, secrets: Secrets, database: DatabaseName): string {
  return `postgresql://roost:${secrets.databasePassword}@127.0.0.1:${ports.database}/${database}`;
}

/** The caller's environment without anything that Roost or its libraries would read. */
export function cleanEnvironment(caller: Variables): Environment {
  const entries = Object.entries(caller).filter(([name, value]) => value !== undefined && !isOurs(name));
  return Object.fromEntries(entries) as Environment;
}

/** What the app and the reconciler read. `caller` may choose how much they log. */
export function appEnvironment(
  { ports, dataDir }: Pick<Settings, "ports" | "dataDir">,
  secrets: Secrets,
  caller: Variables,
): Environment {
  const { web, qstash, x } = addressesOf(ports);
  return {
    DATABASE_URL: databaseUrl(ports, secrets, "roost"),
    NEXTAUTH_URL: web,
    // next-auth prefers it, and takes an empty one for an address: so it is always set.
    NEXTAUTH_URL_INTERNAL: web,
    NEXTAUTH_SECRET: secrets.nextauthSecret,
    TOKEN_KEYS: secrets.tokenKeys,
    X_CLIENT_ID: secrets.xClientId,
    X_CLIENT_SECRET: secrets.xClientSecret,
    X_API_BASE_URL: x,
    X_AUTHORIZE_URL: `${x}/i/oauth2/authorize`,
    QSTASH_URL: qstash,
    QSTASH_TOKEN: secrets.qstashToken,
    QSTASH_CURRENT_SIGNING_KEY: secrets.qstashCurrentSigningKey,
    QSTASH_NEXT_SIGNING_KEY: secrets.qstashNextSigningKey,
    ROOST_INSTALLATION: secrets.installation,
    ROOST_SANDBOX: "1",
    MEDIA_DIR: join(dataDir, "media"),
    RECONCILER_PORT: String(ports.reconciler),
    LOG_LEVEL: caller.LOG_LEVEL || "warn",
    NEXT_TELEMETRY_DISABLED: "1",
    UPSTASH_DISABLE_TELEMETRY: "1",
  };
}

/** Next.js reads the project's .env files where a variable is not set: set to nothing, it stays unset for the app. */
export function blankedByFiles(root: string): Environment {
  const files = readdirSync(root).filter((name) =>
    /^\.env(\.(local|development|production|test))*$/.test(name),
  );
  const names = files.flatMap((name) => Object.keys(parseEnv(readFileSync(join(root, name), "utf8"))));
  return Object.fromEntries(names.filter(isOurs).map((name) => [name, ""]));
}

function isOurs(name: string): boolean {
  if (passedOnPrefixes.some((prefix) => name.startsWith(prefix))) return false;
  return ownNames.includes(name) || ownPrefixes.some((prefix) => name.startsWith(prefix));
}
