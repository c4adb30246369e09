// What lives of one worker share: one database with a schema for Roost and one for each sandbox, the sandboxes
// themselves, the wire and the clock. Made once, emptied between lives.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import pg from "pg";
import { type Db, openDb } from "~/server/db";
import { createDiskStore } from "~/server/media/disk-store";
import type { MediaStore } from "~/server/media/store";
import { createQStashSandbox } from "../../../sandbox/qstash/server";
import { createXSandbox } from "../../../sandbox/x/server";
import { createLockWaits, type LockWaits } from "../time/lock-waits";
import { type Stirring, watchStirring } from "../time/quiet";
import { createRandom, type Random } from "../time/random";
import { takeOver } from "../time/take-over";
import { createVirtualTime, type VirtualTime } from "../time/virtual-time";
import { createWire, layWire, type Wire } from "../wire/wire";
import { type Calls, createCalls } from "./calls";
import { deliverTo } from "./deliver-to";
import { skewHereMs } from "./machine";
import type { SimProcess } from "./process";
import { secrets } from "./signing-keys";
import { createTables } from "./tables";
import { watchFiles } from "./watch-files";

/** A Monday morning; every life begins here. */
export const startMs = Date.UTC(2027, 0, 4, 9);

export type Ground = {
  time: VirtualTime;
  stirring: Stirring;
  calls: Calls;
  locks: LockWaits;
  wire: Wire;
  /** Roost's database as it is: no call through it waits or fails. */
  db: Db;
  databaseUrl: string;
  /** For looking at all three schemas at once. */
  sql: pg.Client;
  accept: Record<"qstash" | "x", (connection: Duplex) => void>;
  /** How far each clock is off the virtual one, in milliseconds. */
  skewMs: { roost: number; qstash: number; x: number; machine: number };
  /** Where all processes keep uploads. */
  store: MediaStore;
  /** What Roost's clock had told when it last jumped back, at the most. */
  toldMs: number;
  tokenKeys: string;
  /** The processes that a delivery may reach, in their order. */
  webs: SimProcess[];
  /** Counts everything that happens, so that "before" has a meaning at one instant of the clock. */
  tick: () => number;
  /** Ids of the posts that people made at X without Roost. */
  byHand: Set<string>;
  /** All chance of the present life. */
  random: Random;
  /** Everything is forgotten, and a new life may begin from this seed. */
  empty: (seed: number, asNew?: boolean) => Promise<void>;
  /** Talks to a sandbox's controls; waits for nobody's turn. */
  control: (service: "qstash" | "x", path: string, body?: unknown, method?: string) => Promise<unknown>;
  stop: () => Promise<void>;
};

export const ports = { control: { qstash: 40_001, x: 40_002 }, first: 40_100 };

/** @param databaseUrl a migrated database of the worker's own. */
export async function layGround(databaseUrl: string): Promise<Ground> {
  await makeSchemas(databaseUrl);
  const time = createVirtualTime(startMs);
  const skewMs = { roost: 0, qstash: 0, x: 0, machine: 0 };
  const stirring = await watchStirring(databaseUrl, time.activity);
  const folder = await mkdtemp(join(tmpdir(), "roost-sim-media-"));
  const restoreFiles = await watchFiles(stirring.inTurn);
  const calls = createCalls();
  let ticks = 0;
  const tick = () => {
    ticks += 1;
    return ticks;
  };
  const wire = createWire({
    nowMs: time.now,
    roostNowMs: () => time.now() + skewMs.roost,
    toldMs: () => ground.toldMs,
    note: stirring.note,
    tick,
  });
  const ground: Partial<Ground> & { random: Random; webs: SimProcess[]; toldMs: number } = {
    toldMs: 0,
    random: createRandom(0),
    webs: [],
  };
  const restoreGlobals = takeOver(
    time,
    () => skewMs.machine + skewHereMs(),
    () => ground.random.uuid(),
  );
  const restoreWire = layWire(wire);
  const qstash = createQStashSandbox({
    databaseUrl: withSchema(databaseUrl, "qstash"),
    ...secrets,
    clock: {
      now: () => time.now() + skewMs.qstash,
      setTimer: (atMs, run) => time.setTimer(atMs - skewMs.qstash, run),
    },
    send: (request) => deliverTo(whole, request),
  });
  const x = createXSandbox({
    databaseUrl: withSchema(databaseUrl, "x"),
    ...secrets,
    clock: { now: () => time.now() + skewMs.x },
  });
  const sql = new pg.Client({ connectionString: databaseUrl });
  await sql.connect();
  const tables = createTables(sql);
  const whole: Ground = Object.assign(ground, {
    time,
    stirring,
    calls,
    locks: createLockWaits(time, sql, stirring),
    wire,
    skewMs,
    tick,
    byHand: new Set<string>(),
    sql,
    databaseUrl,
    db: openDb(databaseUrl),
    accept: { qstash: await qstash.attach(), x: await x.attach() },
    store: createDiskStore(folder),
    tokenKeys: `k1:${randomBytes(32).toString("base64")}`,
    control: (service: "qstash" | "x", path: string, body?: unknown, method?: string) => {
      const asked = control(service, path, body, method);
      // The knobs answer at once; what goes to a service's own API may wait for virtual time.
      return path.startsWith("/_sandbox") ? stirring.track(asked) : asked;
    },
    empty: async (seed: number, asNew = false) => {
      await rm(folder, { recursive: true, force: true });
      await empty(whole, seed, () => (asNew ? tables.makeAnew() : tables.deleteRows()));
    },
    stop: async () => {
      await Promise.all([qstash.close(), x.close(), whole.db.$disconnect(), sql.end()]);
      restoreWire();
      restoreFiles();
      await rm(folder, { recursive: true, force: true });
      restoreGlobals();
      await stirring.stop();
    },
  });
  layControls(whole);
  // Prisma compiles its parts in another thread when they are first used, and nobody would know that it stirs.
  await whole.db.$transaction((tx) => tx.user.count());
  return whole;
}

async function empty(ground: Ground, seed: number, emptyTables: () => Promise<void>): Promise<void> {
  const { calls, time, wire, stirring } = ground;
  calls.reset();
  ground.locks.reset();
  ground.webs.length = 0;
  ground.byHand.clear();
  await stirring.quiet();
  stirring.forget();
  wire.clear();
  layControls(ground);
  Object.assign(ground.skewMs, { roost: 0, qstash: 0, x: 0, machine: 0 });
  ground.toldMs = 0;
  time.restart(startMs);
  ground.random = createRandom(seed);
  await emptyTables();
  await Promise.all([
    ground.control("qstash", "/_sandbox/reset", {}),
    ground.control("x", "/_sandbox/reset", {}),
  ]);
  await stirring.quiet();
}

async function makeSchemas(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("CREATE SCHEMA IF NOT EXISTS qstash; CREATE SCHEMA IF NOT EXISTS x");
  await client.end();
}

function withSchema(databaseUrl: string, schema: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set("options", `-c search_path=${schema}`);
  return url.href;
}

/** Stands for whoever turns the sandboxes' knobs. */
const controller: SimProcess = {
  name: "control",
  machine: { skewMs: 0 },
  isUp: () => true,
  isFrozen: () => false,
  isDead: () => false,
  pass: async () => "go",
  back: async () => undefined,
  died: new Promise<never>(() => undefined),
  crash: () => undefined,
  freeze: () => undefined,
  thaw: () => undefined,
};

function layControls({ wire, accept }: Ground): void {
  for (const service of ["qstash", "x"] as const) {
    wire.route(ports.control[service], { service, process: controller, accept: accept[service] });
  }
}

async function control(
  service: "qstash" | "x",
  path: string,
  body?: unknown,
  method = body === undefined ? "GET" : "POST",
): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${ports.control[service]}${path}`, {
    method,
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${secrets.token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text ? JSON.parse(text) : null;
}
