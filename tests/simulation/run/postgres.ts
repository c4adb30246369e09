// One PostgreSQL for a whole run, one migrated template in it, and a copy for each worker.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { deployMigrations } from "../../../prisma/migrate";
import { startPostgres } from "../../../sandbox/postgres/server";
import { freePort } from "../../support/free-port";

const template = "sim_template";

/**
 * Nothing outlives a run: a plan is made once, and there is no log for a replica and no checkpoint before the end. Nor
 * does a table live long enough to be vacuumed: when that happened would be chance.
 */
const tuned = {
  jit: "off",
  autovacuum: "off",
  plan_cache_mode: "force_generic_plan",
  wal_level: "minimal",
  max_wal_senders: "0",
  checkpoint_timeout: "1d",
  max_wal_size: "2GB",
  shared_buffers: "256MB",
  // In real time, whose wait it ends would depend on how busy the machine is.
  deadlock_timeout: "1h",
};

export type RunPostgres = {
  adminUrl: string;

  /** A new database of this name, made after the template and changed by `sql`. Returns its address. */
  copy: (name: string, sql?: string) => Promise<string>;

  stop: () => Promise<void>;
};

export async function startRunPostgres(): Promise<RunPostgres> {
  const dir = await mkdtemp(join(tmpdir(), "roost-sim-"));
  const server = await startPostgres({
    dir: join(dir, "pg"),
    port: await freePort(),
    password: "test",
    durable: false,
    tuned,
  });
  await server.ensureDatabase(template);
  await deployMigrations(server.url(template));
  return {
    adminUrl: server.url("postgres"),
    copy: async (name, sql) => {
      const url = new URL(await copyDatabase(server.url("postgres"), template, name));
      if (sql) await runOn(url.href, sql);
      url.searchParams.set("host", join(dir, "pg"));
      return url.href;
    },
    stop: async () => {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A new database of this name, made after the template. Returns its address. */
export async function copyDatabase(adminUrl: string, from: string, name: string): Promise<string> {
  await runOn(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await runOn(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${from}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function runOn(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
