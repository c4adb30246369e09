import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { stopLeftover } from "../../sandbox/postgres/leftover";
import { freePort } from "../support/free-port";
import { isRunning, killTree, processTree } from "../support/processes";
import { waitFor } from "../support/wait-for";

const startTimeoutMs = 50_000;

let folder: string;
let port: number;
/** A data folder that was filled once: filling one takes longer than all that these tests look at. */
let filled: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  await prepare();
  filled = folder;
  const database = startDatabase();
  await database.up();
  database.kill("SIGTERM");
  await database.ended;
});

afterAll(() => rm(filled, { recursive: true, force: true }));

beforeEach(prepare);

async function prepare() {
  folder = await mkdtemp(join(tmpdir(), "roost-database-"));
  port = await freePort();
}

/** As root the folder is another user's, which only `cp` keeps. */
function copyFilledFolder(): void {
  execFileSync("cp", ["-a", join(filled, "pg"), join(folder, "pg")]);
}

afterEach(async () => {
  await stopLeftover(join(folder, "pg"));
  const pids = started.splice(0).flatMap((child) => processTree(child.pid ?? 0));
  for (const pid of pids) if (isRunning(pid)) process.kill(pid, "SIGKILL");
  await waitFor(() => !pids.some(isRunning));
  await rm(folder, { recursive: true, force: true });
});

function startDatabase(password = "secret") {
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/postgres/main.ts"], {
    env: {
      ...process.env,
      PORT: String(port),
      POSTGRES_DIR: join(folder, "pg"),
      POSTGRES_PASSWORD: password,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += data;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const up = () =>
    waitFor(() => output.includes(`postgresql on 127.0.0.1:${port}`), { timeoutMs: startTimeoutMs });
  return {
    pid: child.pid ?? 0,
    up,
    ended,
    output: () => output,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  };
}

async function query(sql: string, database = "roost") {
  const client = new pg.Client({
    connectionString: `postgresql://roost:secret@127.0.0.1:${port}/${database}`,
  });
  // A server that is killed under it is what these tests are about.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmasterPid = async () =>
  Number((await readFile(join(folder, "pg", "postmaster.pid"), "utf8")).split("\n")[0]);

test("a first start makes the three databases, the app's migrated, and SIGTERM ends it with status 0", async () => {
  const database = startDatabase();
  await database.up();
  const tree = processTree(database.pid);
  expect(
    await query('SELECT count(*)::int AS n FROM "_prisma_migrations" WHERE finished_at IS NOT NULL'),
  ).not.toEqual([{ n: 0 }]);
  for (const sandbox of ["qstash_sandbox", "x_sandbox"])
    expect(await query("SELECT 1 AS one", sandbox)).toEqual([{ one: 1 }]);
  database.kill("SIGTERM");
  expect(await database.ended).toBe(0);
  expect(tree.filter(isRunning)).toEqual([]);
});

test("what was committed before kill -9 of every process is there at the next start", async () => {
  copyFilledFolder();
  const first = startDatabase();
  await first.up();
  await query("CREATE TABLE kept AS SELECT 42 AS answer");
  killTree(first.pid);
  await first.ended;
  const second = startDatabase();
  await second.up();
  expect(await query("SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

test("a server that outlived its start is stopped and replaced at the next one", async () => {
  copyFilledFolder();
  const first = startDatabase();
  await first.up();
  await query("CREATE TABLE kept AS SELECT 42 AS answer");
  const left = await postmasterPid();
  process.kill(first.pid, "SIGKILL");
  await first.ended;
  expect(isRunning(left)).toBe(true);
  const second = startDatabase();
  await second.up();
  expect(isRunning(left)).toBe(false);
  expect(await query("SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

test("a lock file whose pid another process has by now does not keep the server down, nor end that process", async () => {
  copyFilledFolder();
  const first = startDatabase();
  await first.up();
  killTree(first.pid);
  await first.ended;
  const lockFile = join(folder, "pg", "postmaster.pid");
  const [, ...rest] = (await readFile(lockFile, "utf8")).split("\n");
  const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "ignore" });
  started.push(bystander);
  await writeFile(lockFile, [bystander.pid, ...rest].join("\n"));
  const second = startDatabase();
  await second.up();
  expect(isRunning(bystander.pid ?? 0)).toBe(true);
});

test("a first start killed while it fills the folder leaves nothing that breaks the next one", async () => {
  const first = startDatabase();
  await waitFor(() => readFile(join(folder, "pg.new", "PG_VERSION"), "utf8"));
  killTree(first.pid);
  await first.ended;
  const second = startDatabase();
  await second.up();
  expect(await query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("a server that ends by itself ends the part with status 1, and says so", async () => {
  copyFilledFolder();
  const database = startDatabase();
  await database.up();
  process.kill(await postmasterPid(), "SIGKILL");
  expect(await database.ended).toBe(1);
  expect(database.output()).toContain("PostgreSQL ended by itself.");
});

test("another password than the one that the folder was made with is explained", async () => {
  copyFilledFolder();
  const database = startDatabase("another");
  expect(await database.ended).toBe(1);
  expect(database.output()).toContain("was made with another password");
});
