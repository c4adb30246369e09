import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepSecrets } from "../../sandbox/stack/secrets";
import { killTree } from "../support/processes";
import { prepareStandIns, type StandIns } from "../support/stand-in/start";

const ownerOnly = 0o600;
/** The keys that the public development server signs with. */
const publicKeys = ["sig_7kYjw48mhY7kAjqNGcy6cr29RJ6r", "sig_5ZB6DVzB1wjE8S6rZ7eenA8Pdnhs"];

let standIns: StandIns;

beforeEach(async () => {
  standIns = await prepareStandIns();
});

afterEach(() => standIns.clean());

const pathOf = (file: string) => join(standIns.dataDir, file);
const readKept = (file: string) => JSON.parse(readFileSync(pathOf(file), "utf8")) as Record<string, string>;
const modeOf = (file: string) => statSync(pathOf(file)).mode & 0o777;

async function startAndStop(): Promise<string> {
  const start = standIns.start();
  await start.ready();
  start.kill("SIGINT");
  await start.ended;
  return start.output();
}

/** As a start makes them, before anything else. */
async function secretsOfFirstStart({ dataDir }: StandIns) {
  mkdirSync(dataDir);
  return keepSecrets(dataDir);
}

test("the secrets made at the first start are kept by the second, for their owner only", async () => {
  await startAndStop();
  const first = readKept("secrets.json");
  expect(modeOf("secrets.json")).toBe(ownerOnly);
  expect(first.tokenKeys).toMatch(/^k1:[A-Za-z0-9+/]{43}=$/);
  expect(first.installation).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
  for (const [, secret] of Object.entries(first)) expect(publicKeys).not.toContain(secret);
  await startAndStop();
  expect(readKept("secrets.json")).toEqual(first);
});

test("two installations share no secret", async () => {
  const other = await prepareStandIns();
  try {
    const [ours, theirs] = await Promise.all([standIns, other].map(secretsOfFirstStart));
    const all = Object.values(theirs ?? {});
    expect(Object.values(ours ?? {}).filter((secret) => all.includes(secret))).toEqual([]);
  } finally {
    await other.clean();
  }
});

test("a damaged secrets file is said and left alone: new keys would lock the stored tokens away", async () => {
  mkdirSync(standIns.dataDir);
  writeFileSync(pathOf("secrets.json"), "{ not json");
  const start = standIns.start();
  expect((await start.ended).code).toBe(1);
  expect(start.output()).toContain(
    `${pathOf("secrets.json")} holds this installation's keys and is damaged.`,
  );
  expect(readFileSync(pathOf("secrets.json"), "utf8")).toBe("{ not json");
});

test("a secret that an older version did not make is added, and the others stay", async () => {
  const { xClientSecret, ...older } = await secretsOfFirstStart(standIns);
  writeFileSync(pathOf("secrets.json"), JSON.stringify(older));
  await keepSecrets(standIns.dataDir);
  expect(readKept("secrets.json")).toMatchObject(older);
  expect(readKept("secrets.json").xClientSecret).toBeTruthy();
});

test("what runs where is written by the time it is ready, without signing keys, and removed at the end", async () => {
  const start = standIns.start();
  await start.ready();
  const secrets = readKept("secrets.json");
  expect(modeOf("endpoints.json")).toBe(ownerOnly);
  const { ports } = standIns;
  expect(readKept("endpoints.json")).toEqual({
    web: `http://localhost:${ports.ROOST_WEB_PORT}`,
    qstash: `http://127.0.0.1:${ports.ROOST_QSTASH_PORT}`,
    qstashToken: secrets.qstashToken,
    x: `http://127.0.0.1:${ports.ROOST_X_PORT}`,
    xClientId: secrets.xClientId,
    xClientSecret: secrets.xClientSecret,
    reconciler: `http://127.0.0.1:${ports.ROOST_RECONCILER_PORT}`,
    database: `postgresql://roost:${secrets.databasePassword}@127.0.0.1:${ports.ROOST_DATABASE_PORT}/roost`,
  });
  start.kill("SIGTERM");
  await start.ended;
  expect(existsSync(pathOf("endpoints.json"))).toBe(false);
});

test("a crash removes what runs where, too", async () => {
  const start = standIns.start();
  await start.ready();
  await fetch(`http://127.0.0.1:${standIns.ports.ROOST_WEB_PORT}/crash?status=1`).catch(() => undefined);
  await start.ended;
  expect(existsSync(pathOf("endpoints.json"))).toBe(false);
});

test("a second start on the same folder is refused with the address of the first, which goes on", async () => {
  const first = standIns.start();
  await first.ready();
  const second = standIns.start();
  expect((await second.ended).code).toBe(1);
  expect(second.output()).toContain(`Roost already runs on ${standIns.dataDir} at http://localhost:`);
  expect(second.output()).toContain(`(process ${first.pid})`);
  expect(existsSync(pathOf("endpoints.json"))).toBe(true);
  expect((await fetch(readKept("endpoints.json").web ?? "")).status).toBe(200);
});

test("of two starts at once on one folder, exactly one comes up", async () => {
  const both = [standIns.start(), standIns.start()];
  const outcomes = await Promise.all(
    both.map((start) =>
      start.ready().then(
        () => "ready",
        () => "refused",
      ),
    ),
  );
  expect(outcomes.sort()).toEqual(["ready", "refused"]);
});

test("the lock of a start that was killed does not refuse the next one", async () => {
  const first = standIns.start();
  await first.ready();
  killTree(first.pid);
  await first.ended;
  expect(existsSync(pathOf("lock.json"))).toBe(true);
  expect(await startAndStop()).toContain("ready  ");
  expect(existsSync(pathOf("lock.json"))).toBe(false);
});

test("a lock whose pid another process has by now does not refuse a start", async () => {
  mkdirSync(standIns.dataDir);
  writeFileSync(pathOf("lock.json"), JSON.stringify({ pid: process.pid, startedAt: "long ago", parts: [] }));
  expect(await startAndStop()).toContain("ready  ");
});
