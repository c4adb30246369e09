// One PostgreSQL for the whole run, and one migrated template: each test file takes a copy of it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { deployMigrations } from "../../prisma/migrate";
import { startPostgres } from "../../sandbox/postgres/server";
import { freePort } from "./free-port";

export const templateDatabase = "roost_template";

type Shared = { started: ReturnType<typeof start>; users: number };

/** Each project loads this file anew and sets up at the same time, in one process. */
const here = globalThis as { roostTestPostgres?: Shared };

export default async function setup(project: TestProject) {
  here.roostTestPostgres ??= { started: start(), users: 0 };
  const shared = here.roostTestPostgres;
  shared.users += 1;
  const { server, stop } = await shared.started;
  project.provide("postgresUrl", server.url("postgres"));
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete here.roostTestPostgres;
    await stop();
  };
}

async function start() {
  const dir = await mkdtemp(join(tmpdir(), "roost-test-"));
  const server = await startPostgres({
    dir: join(dir, "pg"),
    port: await freePort(),
    password: "test",
    durable: false,
  });
  await server.ensureDatabase(templateDatabase);
  await liveElsewhere(server.url(templateDatabase));
  await deployMigrations(server.url(templateDatabase));
  keepStatus();
  const stop = async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
  return { server, stop };
}

/** Sessions that ask for no zone are in one that no other part of a test is in by chance. */
async function liveElsewhere(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("ALTER ROLE roost SET timezone = 'Asia/Kathmandu'").finally(() => client.end());
}

/** When all is done the library ends the process with status 0, whatever vitest had to say. */
function keepStatus(): void {
  let status: typeof process.exitCode;
  process.prependListener("beforeExit", () => {
    status = process.exitCode;
  });
  process.once("exit", () => {
    if (status) process.exitCode = status;
  });
}

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}
