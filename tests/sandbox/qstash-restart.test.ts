import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { waitFor } from "../support/wait-for";
import {
  createVirtualClock,
  type Destination,
  keys,
  publish,
  startDestination,
  startSandbox,
  token,
} from "./qstash-support";

let destination: Destination;

beforeAll(async () => {
  destination = await startDestination();
});
afterEach(() => destination.reset());
afterAll(() => destination.end());

test("a restart keeps pending messages, their deduplication and the DLQ", async () => {
  const clock = createVirtualClock();
  const sandbox = await startSandbox({ clock });
  try {
    destination.answerWith(() => ({ status: 400 }));
    const failed = await publish(sandbox, { url: destination.url, retries: 0 });
    await sandbox.untilState(failed.messageId, "FAILED");
    const request = { url: destination.url, body: "kept", delay: 3600, deduplicationId: "1" };
    const { messageId } = await publish(sandbox, request);
    await sandbox.restart();
    expect(await publish(sandbox, request)).toEqual({ messageId, deduplicated: true });
    expect((await sandbox.connect().dlq.listMessages()).messages).toMatchObject([
      { messageId: failed.messageId },
    ]);
    destination.answerWith(() => ({ status: 200 }));
    clock.advance(3_600_000);
    await sandbox.untilState(messageId, "DELIVERED");
    expect(await sandbox.states(messageId)).toEqual(["DELIVERED", "ACTIVE", "CREATED"]);
  } finally {
    await sandbox.end();
  }
});

test("a database that goes away for a moment makes deliveries late, and loses none", async () => {
  const sandbox = await startSandbox();
  const admin = new pg.Client({ connectionString: new URL("/postgres", sandbox.databaseUrl).href });
  await admin.connect();
  const name = new URL(sandbox.databaseUrl).pathname.slice(1);
  const allow = async (isAllowed: boolean) => {
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${isAllowed}`);
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
  };
  try {
    let release = () => {};
    const outage = new Promise<void>((resolve) => {
      release = resolve;
    });
    destination.answerWith(async ({ body }) => {
      if (body === "under way") await outage;
      return { status: 200 };
    });
    const underWay = await publish(sandbox, { url: destination.url, body: "under way" });
    await destination.until(1);
    const due = await publish(sandbox, { url: destination.url, body: "due", delay: 2 });
    const dueMs = Date.now() + 2000;
    await allow(false);
    release();
    expect((await sandbox.api("GET", "/v2/dlq")).status).toBe(500);
    await waitFor(() => Date.now() > dueMs);
    await allow(true);
    await sandbox.untilState(underWay.messageId, "DELIVERED");
    await sandbox.untilState(due.messageId, "DELIVERED");
  } finally {
    await admin.end();
    await sandbox.end();
  }
});

describe("the process", () => {
  let database: TestDatabase;
  const children = new Set<ChildProcess>();

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
  });
  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
    children.clear();
  });
  afterAll(() => database.drop());

  function run(env: Record<string, string>) {
    const child = spawn(process.execPath, ["--import", "tsx", "sandbox/qstash/main.ts"], {
      env: { PATH: process.env.PATH, NODE_ENV: "test", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.add(child);
    const output = { out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      output.out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output.err += chunk;
    });
    return { child, output };
  }

  async function start() {
    const { child, output } = run({
      PORT: "0",
      DATABASE_URL: database.url,
      QSTASH_TOKEN: token,
      QSTASH_CURRENT_SIGNING_KEY: keys.currentSigningKey,
      QSTASH_NEXT_SIGNING_KEY: keys.nextSigningKey,
    });
    const url = await waitFor(
      () => /^qstash sandbox on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(output.out)?.[1],
    );
    return { child, url };
  }

  async function publishTo(url: string, headers: Record<string, string>, body: string): Promise<string> {
    const response = await fetch(`${url}/v2/publish/${destination.url}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, ...headers },
      body,
    });
    return (await response.json()).messageId;
  }

  test("killed with kill -9, it delivers what came due meanwhile, and again what was under way", async () => {
    const first = await start();
    destination.answerWith(() => new Promise(() => {}));
    const active = await publishTo(first.url, {}, "under way");
    await destination.until(1);
    const overdue = await publishTo(first.url, { "Upstash-Delay": "1s" }, "came due");
    const dueMs = Date.now() + 1000;
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    destination.reset();
    await waitFor(() => Date.now() > dueMs);
    await start();
    await destination.until(2);
    const seen = destination.deliveries.map((delivery) => [
      delivery.headers["upstash-message-id"],
      delivery.body,
      delivery.headers["upstash-retried"],
    ]);
    expect(new Set(seen.map(String))).toEqual(new Set([`${active},under way,0`, `${overdue},came due,0`]));
  });

  test("SIGTERM ends it within two seconds, with a delivery under way", async () => {
    const { child, url } = await start();
    destination.answerWith(() => new Promise(() => {}));
    await publishTo(url, {}, "under way");
    await destination.until(1);
    const startMs = performance.now();
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(performance.now() - startMs).toBeLessThan(2000);
  });

  test("a bad environment is named in a sentence, and it exits with 1", async () => {
    const { child, output } = run({ PORT: "many", DATABASE_URL: database.url, QSTASH_TOKEN: "t" });
    expect(await once(child, "exit")).toEqual([1, null]);
    expect(output.err).toMatch(/PORT should be a port number/);
    expect(output.err).toMatch(/QSTASH_CURRENT_SIGNING_KEY is missing: it should be the key/);
    expect(output.err.trim().split("\n")).toHaveLength(1);
  });

  test("a database that is not there is said, and it exits with 1", async () => {
    const { child, output } = run({
      ...{ PORT: "0", DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none", QSTASH_TOKEN: "t" },
      ...{ QSTASH_CURRENT_SIGNING_KEY: "a", QSTASH_NEXT_SIGNING_KEY: "b" },
    });
    expect(await once(child, "exit")).toEqual([1, null]);
    expect(output.err).toMatch(/can't start on port 0: .*ECONNREFUSED/);
  });
});
