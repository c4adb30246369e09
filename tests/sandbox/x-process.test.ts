import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { freePort } from "../support/free-port";
import { waitFor } from "../support/wait-for";
import { xClient } from "../support/x-client";
import { type LedgerTweet, type TestAccount, xApp } from "../support/x-sandbox";

let database: TestDatabase;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterAll(() => database.drop());
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

type Started = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

function start(env: Record<string, string>): Started {
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/x/main.ts"], {
    env: { NODE_ENV: "test", PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  return { child, output: () => output, ended: new Promise((resolve) => child.once("close", resolve)) };
}

const fullEnv = (port: number) => ({
  PORT: String(port),
  DATABASE_URL: database.url,
  X_CLIENT_ID: xApp.clientId,
  X_CLIENT_SECRET: xApp.clientSecret,
});

async function startReady() {
  const port = await freePort();
  const started = start(fullEnv(port));
  const url = `http://127.0.0.1:${port}`;
  await waitFor(() => started.output().includes(`x sandbox on ${url}\n`));
  return { ...started, url };
}

const ledger = async (url: string) =>
  ((await (await fetch(`${url}/_sandbox/tweets`)).json()) as { tweets: LedgerTweet[] }).tweets;

it("what was answered survives kill -9, and its tokens go on", async () => {
  const first = await startReady();
  const response = await fetch(`${first.url}/_sandbox/accounts`, {
    method: "POST",
    body: JSON.stringify({ handle: "mira" }),
  });
  const { accessToken } = (await response.json()) as TestAccount;
  const { data } = await xClient(first.url, accessToken).v2.tweet("Before the kill");
  first.child.kill("SIGKILL");
  await first.ended;
  const second = await startReady();
  expect(await ledger(second.url)).toMatchObject([{ id: data.id, text: "Before the kill" }]);
  await xClient(second.url, accessToken).v2.tweet("After the kill");
  expect(await ledger(second.url)).toHaveLength(2);
});

it("SIGTERM ends it within two seconds, also with a silent connection open", async () => {
  const { child, url, ended } = await startReady();
  await fetch(`${url}/_sandbox/faults`, {
    method: "POST",
    body: JSON.stringify({ kind: "hang", match: { path: "/2/users/me" } }),
  });
  const silent = fetch(`${url}/2/users/me`).catch(() => "cut");
  await waitFor(async () => (await (await fetch(`${url}/_sandbox/faults`)).text()).includes('"hits":1'));
  const startedMs = performance.now();
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(performance.now() - startedMs).toBeLessThan(2000);
  expect(await silent).toBe("cut");
});

it.each(["PORT", "DATABASE_URL", "X_CLIENT_ID", "X_CLIENT_SECRET"])(
  "without %s it says which variable is missing and ends with 1",
  async (name) => {
    const { [name]: _left, ...env } = fullEnv(0) as Record<string, string>;
    const { ended, output } = start(env);
    expect(await ended).toBe(1);
    expect(output()).toContain(`${name} is missing`);
    expect(output()).not.toContain(xApp.clientSecret);
  },
);

it("a taken port and a database that is not there are said in a sentence", async () => {
  const port = await freePort();
  const holder = createServer().listen(port, "127.0.0.1");
  const taken = start(fullEnv(port));
  const lost = start({ ...fullEnv(0), DATABASE_URL: `postgresql://a:b@127.0.0.1:${await freePort()}/none` });
  expect(await taken.ended).toBe(1);
  expect(taken.output()).toContain(`Port ${port} is taken`);
  expect(await lost.ended).toBe(1);
  expect(lost.output()).toContain("The database of DATABASE_URL can't be used");
  holder.close();
});
