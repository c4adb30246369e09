// One PostgreSQL for a whole run, one migrated template in it, and a copy for each worker.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { deployMigrations } from "../../../prisma/migrate";
import { startPostgres } from "../../../sandbox/postgres/server";
import { freePort } from "../../support/free-port";

const template = "sim_template";

export type RunPostgres = {
  adminUrl: string;
  copy: (name: string) => Promise<string>;
  stop: () => Promise<void>;
};

export async function startRunPostgres(): Promise<RunPostgres> {
  const dir = await mkdtemp(join(tmpdir(), "roost-sim-"));
  const server = await startPostgres({
    dir: join(dir, "pg"),
    port: await freePort(),
    password: "test",
    durable: false,
  });
  await server.ensureDatabase(template);
  await deployMigrations(server.url(template));
  return {
    adminUrl: server.url("postgres"),
    copy: (name) => copyDatabase(server.url("postgres"), template, name),
    stop: async () => {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A new database of this name, made after the template. Returns its address. */
export async function copyDatabase(adminUrl: string, from: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${from}`);
  await client.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}
