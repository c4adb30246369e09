// One PostgreSQL for the whole run, and one migrated template: each test file takes a copy of it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { deployMigrations } from "../../prisma/migrate";
import { startPostgres } from "../../sandbox/postgres/server";
import { freePort } from "./free-port";

export const templateDatabase = "roost_template";

export default async function setup(project: TestProject) {
  const dir = await mkdtemp(join(tmpdir(), "roost-test-"));
  const server = await startPostgres({
    dir: join(dir, "pg"),
    port: await freePort(),
    password: "test",
    durable: false,
  });
  await server.ensureDatabase(templateDatabase);
  await deployMigrations(server.url(templateDatabase));
  project.provide("postgresUrl", server.url("postgres"));
  return async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}
