// The parts of Roost, as data. PostgreSQL starts first, the rest together; they stop in the order in which they
// depend on each other.
import { join } from "node:path";
import { isBuilt } from "./build-app";
import { addressesOf, appEnvironment, databaseUrl } from "./environment";
import type { Part } from "./part";
import type { Secrets } from "./secrets";
import type { Settings } from "./settings";

const tsx = [process.execPath, "--import", "tsx"];
// Each step of stopping waits for the one before it, and the slowest case of all must stay under five seconds.
const webStopTimeoutMs = 1_000;
const reconcilerStopTimeoutMs = 800;
const sandboxStopTimeoutMs = 800;
const databaseStopTimeoutMs = 1_200;

export function databasePart({ ports, dataDir }: Settings, secrets: Secrets): Part {
  const host = `127.0.0.1:${ports.database}`;
  return {
    name: "database",
    address: `postgresql://${host}/roost`,
    command: [...tsx, "sandbox/postgres/main.ts"],
    env: {
      PORT: String(ports.database),
      POSTGRES_DIR: join(dataDir, "pg"),
      POSTGRES_PASSWORD: secrets.databasePassword,
    },
    up: { line: `postgresql on ${host}` },
    startStep: 1,
    stopStep: 4,
    stopSignal: "SIGTERM",
    stopTimeoutMs: databaseStopTimeoutMs,
  };
}

export function qstashPart({ ports }: Settings, secrets: Secrets): Part {
  const address = addressesOf(ports).qstash;
  return {
    name: "qstash",
    address,
    command: [...tsx, "sandbox/qstash/main.ts"],
    env: {
      PORT: String(ports.qstash),
      DATABASE_URL: databaseUrl(ports, secrets, "qstash_sandbox"),
      QSTASH_TOKEN: secrets.qstashToken,
      QSTASH_CURRENT_SIGNING_KEY: secrets.qstashCurrentSigningKey,
      QSTASH_NEXT_SIGNING_KEY: secrets.qstashNextSigningKey,
    },
    up: { url: address },
    startStep: 2,
    stopStep: 3,
    stopSignal: "SIGTERM",
    stopTimeoutMs: sandboxStopTimeoutMs,
  };
}

export function xPart({ ports }: Settings, secrets: Secrets): Part {
  const address = addressesOf(ports).x;
  return {
    name: "x",
    address,
    command: [...tsx, "sandbox/x/main.ts"],
    env: {
      PORT: String(ports.x),
      DATABASE_URL: databaseUrl(ports, secrets, "x_sandbox"),
      X_CLIENT_ID: secrets.xClientId,
      X_CLIENT_SECRET: secrets.xClientSecret,
    },
    up: { url: address },
    startStep: 2,
    stopStep: 3,
    stopSignal: "SIGTERM",
    stopTimeoutMs: sandboxStopTimeoutMs,
  };
}

/** @throws Error when the built app is asked for and there is none. */
export function webPart(settings: Settings, secrets: Secrets): Part {
  const { root, ports, production } = settings;
  if (production && !isBuilt(root))
    throw new Error("There is no built app to run: npm run dev -- --production builds it.");
  const address = addressesOf(ports).web;
  const listen = ["-H", "localhost", "-p", String(ports.web)];
  return {
    name: "web",
    address,
    command: [process.execPath, "node_modules/next/dist/bin/next", production ? "start" : "dev", ...listen],
    env: {
      ...appEnvironment(settings, secrets, process.env),
      NODE_ENV: production ? "production" : "development",
      // By its name, but on 127.0.0.1: tools that know only one of the two reach it.
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --dns-result-order=ipv4first`.trim(),
    },
    up: { url: address },
    startStep: 2,
    stopStep: 1,
    // Asked to end, Next's development server kills its worker all the same, and starts a detached process that
    // outlives it, to report on the session.
    stopSignal: production ? "SIGTERM" : "SIGKILL",
    stopTimeoutMs: webStopTimeoutMs,
  };
}

export function reconcilerPart(settings: Settings, secrets: Secrets): Part {
  const { ports, production } = settings;
  const address = addressesOf(ports).reconciler;
  return {
    name: "reconciler",
    address,
    command: [...tsx, "reconciler/main.ts"],
    env: {
      ...appEnvironment(settings, secrets, process.env),
      NODE_ENV: production ? "production" : "development",
    },
    up: { url: `${address}/healthz` },
    startStep: 2,
    stopStep: 2,
    stopSignal: "SIGTERM",
    stopTimeoutMs: reconcilerStopTimeoutMs,
  };
}
