// Sessions with a PostgreSQL that has settings of its own: a zone, often that of the machine on which it was set up (here
// it is Kathmandu's), and what somebody has set for a database or a role.
import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PrismaClient } from "~/generated/prisma/client";
import { databaseClock } from "~/server/clock";
import { type Db, openDb } from "~/server/db";
import { deployMigrations } from "../../prisma/migrate";
import { createTestDatabase, type TestDatabase } from "../support/database";

/** Zones differ from UTC by this or a multiple of it. */
const zoneStepMs = 15 * 60_000;

let database: TestDatabase;
let url: URL;
const opened: Db[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  url = new URL(database.url);
});

afterAll(async () => {
  await Promise.all(opened.map((db) => db.$disconnect()));
  await database.drop();
});

function opening(address: string): Db {
  const db = openDb(address);
  opened.push(db);
  return db;
}

const settingsOf = (db: Db) => db.$queryRaw<{ zone: string; memory: string }[]>`
  SELECT current_setting('TimeZone') AS zone, current_setting('work_mem') AS memory`;

test("the database's clock is right whatever the server's own zone is", async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query("SELECT current_setting('TimeZone') AS zone, clock_timestamp() AS now");
  await client.end();
  expect(rows[0].zone).toBe("Asia/Kathmandu");
  const now = await databaseClock(opening(database.url)).now();
  const afterMs = now.getTime() - rows[0].now.getTime();
  expect(afterMs).toBeGreaterThanOrEqual(0);
  expect(afterMs).toBeLessThan(zoneStepMs);
});

test("a time that is written is the one that SQL compares with its own", async () => {
  const db = opening(database.url);
  const now = await databaseClock(db).now();
  const [row] = await db.$queryRaw<{ isPast: boolean; isLately: boolean }[]>`
    SELECT ${now}::timestamptz <= clock_timestamp() AS "isPast",
      ${now}::timestamptz > clock_timestamp() - interval '15 minutes' AS "isLately"`;
  expect(row).toEqual({ isPast: true, isLately: true });
});

test("what an address asks of its sessions besides is kept", async () => {
  url.searchParams.set("options", "-c work_mem=5MB -c TimeZone=Asia/Tokyo");
  expect(await settingsOf(opening(url.href))).toEqual([{ zone: "UTC", memory: "5MB" }]);
});

test("an address whose password holds a bare % is taken as it is", async () => {
  const role = `r_${randomUUID().replaceAll("-", "")}`;
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'te%st'`);
  const db = openDb(database.url.replace("roost:test@", `${role}:te%st@`));
  try {
    expect(await settingsOf(db)).toMatchObject([{ zone: "UTC" }]);
  } finally {
    await db.$disconnect();
    await client.query(`DROP ROLE ${role}`).finally(() => client.end());
  }
});

test("what the database has set for everybody changes nothing that Roost counts on", async () => {
  const other = await createTestDatabase({ empty: true });
  const name = new URL(other.url).pathname.slice(1);
  const client = new pg.Client({ connectionString: other.url });
  await client.connect();
  await client.query("CREATE SCHEMA elsewhere");
  for (const setting of [
    "search_path = elsewhere",
    "DateStyle = 'German'",
    "default_transaction_isolation = 'serializable'",
    "synchronous_commit = off",
  ]) {
    await client.query(`ALTER DATABASE ${name} SET ${setting}`);
  }
  await client.end();
  const asksForMore = new URL(other.url);
  asksForMore.searchParams.set("options", "-c work_mem=5MB");
  await deployMigrations(asksForMore.href);
  const db = openDb(other.url);
  try {
    const now = await databaseClock(db).now();
    expect(now.getTime()).not.toBeNaN();
    expect(await db.$queryRaw`SELECT count(*)::int AS "tweets" FROM "Tweet"`).toEqual([{ tweets: 0 }]);
    expect(await db.tweet.count()).toBe(0);
    expect(
      await db.$queryRaw`
        SELECT current_setting('transaction_isolation') AS "isolation", current_setting('synchronous_commit') AS "commit"`,
    ).toEqual([{ isolation: "read committed", commit: "on" }]);
  } finally {
    await db.$disconnect();
    await other.drop();
  }
});

test("a zone that is UTC by another name is UTC", async () => {
  const connectionString = database.url;
  const db = new PrismaClient({
    adapter: new PrismaPg({ connectionString, options: "-c TimeZone=Etc/UTC" }),
  });
  opened.push(db);
  expect((await databaseClock(db).now()).getTime()).not.toBeNaN();
});

test("where something drops the zone that was asked for, no time is told, and the reason is", async () => {
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: database.url }) });
  opened.push(db);
  await expect(databaseClock(db).now()).rejects.toThrow(
    /in the zone Asia\/Kathmandu, and Roost asked for UTC/,
  );
});
