// Somebody holds a row's lock for as long as anybody would wait, and longer: a migration, a person at a SQL prompt.
// Whoever needs that row is told or comes back; nobody else waits, and nothing is lost or done twice.
import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PrismaClient } from "~/generated/prisma/client";
import { connectAccount } from "~/server/accounts/connect-account";
import { createRoost, type Roost } from "~/server/roost";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet, type Person } from "../support/roost-harness";
import { settleToRest } from "../support/settling";
import { sharedRoost } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const h = sharedRoost();
const hourMs = 3_600_000;
/** Stands for the seconds that Roost waits for a lock: to it, a held one is held for a minute. */
const lockWaitMs = 200;
const shared = globalThis as { roost?: Roost };
let roost: Roost;
let person: Person;
let holder: pg.Client;

beforeAll(async () => {
  const connectionString = h.env.DATABASE_URL;
  const asRoostAsks = { max: 20, options: "-c TimeZone=UTC" };
  const adapter = new PrismaPg({ connectionString, ...asRoostAsks, lock_timeout: lockWaitMs });
  const db = new PrismaClient({ adapter });
  const made = createRoost(h.env, "test", { db, clock: h.clock, log: h.roost.log });
  roost = { ...made, clock: h.clock };
  shared.roost = roost;
  holder = new pg.Client({ connectionString });
  await holder.connect();
});
afterAll(async () => {
  await holder?.end();
  await roost?.db.$disconnect();
});
beforeEach(async () => {
  const { userId, ...rest } = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
  person = { ...rest, userId, caller: h.callerOf(roost, userId) };
});
afterEach(() => letGo());

const hold = async (table: "Tweet" | "XAccount", id: string) => {
  await holder.query("BEGIN");
  await holder.query(`SELECT 1 FROM "${table}" WHERE "id" = $1 FOR UPDATE`, [id]);
};
const letGo = () => holder.query("ROLLBACK");
const stateOf = async (id: string) => (await person.caller.tweet.get({ id })).state;

describe("while somebody holds a tweet's row", () => {
  test("its delivery is sent away with a time to come again, others go out, and later it goes out once", async () => {
    const tweet = await dueTweet(h, person);
    await h.db.tweet.updateMany({ where: { userId: person.userId }, data: { latenessLimitS: null } });
    const neighbour = await dueTweet(h, person);
    await hold("Tweet", tweet.id);
    const { id: tweetId, revision } = tweet;
    const sentAway = await h.deliver({ tweetId, revision });
    expect(sentAway).toMatchObject({ status: 503, body: { message: expect.stringMatching(/\.$/) } });
    expect(Number(sentAway.headers.get("retry-after"))).toBeGreaterThan(0);
    const theirs = await h.deliver({ tweetId: neighbour.id, revision: neighbour.revision });
    expect(theirs.status).toBe(200);
    expect(await stateOf(neighbour.id)).toBe("posted");
    expect(await createCalls(h, tweet.text)).toEqual([]);
    await letGo();
    expect((await h.deliver({ tweetId, revision })).status).toBe(200);
    expect(await stateOf(tweet.id)).toBe("posted");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });

  test("the sweep passes over it to the next, and takes it up when it comes again", async () => {
    const tweet = await dueTweet(h, person);
    const other = await dueTweet(h, person);
    await h.db.tweet.updateMany({ where: { userId: person.userId }, data: { latenessLimitS: null } });
    h.clock.advance(60_000);
    await hold("Tweet", tweet.id);
    await sweepNow(roost);
    expect(await stateOf(other.id)).toBe("posted");
    expect(await stateOf(tweet.id)).toBe("queued");
    await letGo();
    await sweepNow(roost);
    expect(await stateOf(tweet.id)).toBe("posted");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });

  test("its owner's commands are refused in words, change nothing, and can be given again", async () => {
    const tweet = await person.caller.tweet.schedule(newTweet(person, await h.clock.now(), hourMs));
    const before = await wholeTweet(h.db, tweet.id);
    const { id, revision } = tweet;
    await hold("Tweet", id);
    const scheduledFor = new Date((await h.clock.now()).getTime() + 2 * hourMs);
    for (const command of [
      () => person.caller.tweet.edit({ id, revision, text: "other words" }),
      () => person.caller.tweet.reschedule({ id, revision, scheduledFor }),
      () => person.caller.tweet.unschedule({ id, revision }),
      () => person.caller.tweet.cancel({ id, revision }),
      () => person.caller.tweet.delete({ id, revision }),
    ]) {
      const { code, message } = await refusalOf(command());
      expect(code).toBe("UNAVAILABLE");
      expect(message).toMatch(/busy.*nothing was changed.*Try again/);
    }
    await letGo();
    expect(await wholeTweet(h.db, id)).toEqual(before);
    expect(await person.caller.tweet.edit({ id, revision, text: "other words" })).toMatchObject({
      text: "other words",
      state: "queued",
    });
  });

  test("what X has taken meanwhile is found once it is let go, and is not sent again", async () => {
    const tweet = await dueTweet(h, person);
    await h.db.tweet.update({ where: { id: tweet.id }, data: { latenessLimitS: null } });
    const create: Roost["publisher"]["create"] = async (...call) => {
      const answer = await roost.publisher.create(...call);
      await hold("Tweet", tweet.id);
      return answer;
    };
    const held = { ...roost, publisher: { ...roost.publisher, create } };
    await expect(deliverTo(held, tweet)).rejects.toThrow();
    await letGo();
    expect(await stateOf(tweet.id)).toBe("posting");
    expect(await settleToRest(h, tweet.id, roost)).toBe("PUBLISHED");
    const [post] = await ledgerOf(h, tweet.text);
    expect((await wholeTweet(h.db, tweet.id)).parts).toMatchObject([{ xId: post?.id }]);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });
});

test("while somebody holds an account's row, its tweet is posted all the same: only a refresh needs that row", async () => {
  const tweet = await dueTweet(h, person);
  await hold("XAccount", person.accountId);
  expect(await deliverTo(roost, tweet)).toEqual({ kind: "handled", said: "posted" });
  expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
});

/** Whether somebody waits for a lock for longer than Roost usually does. */
async function isWaitedFor(): Promise<boolean> {
  const [{ waiting } = { waiting: 0 }] = await h.db.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS "waiting" FROM pg_stat_activity WHERE datname = current_database()
      AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > ${2 * lockWaitMs}::int * interval '1 millisecond'`;
  return waiting > 0;
}

test("while a refresh holds an account's row, connecting it again waits for it: the pair that X has just given is kept", async () => {
  const { accountId: id, handle } = person;
  const { xUserId, tokenVersion, scope } = await h.db.xAccount.findUniqueOrThrow({ where: { id } });
  await hold("XAccount", id);
  const given = { accessToken: `a ${randomUUID()}`, refreshToken: `r ${randomUUID()}` };
  const profile = { xUserId, handle, name: handle, avatarUrl: null, scope, addTo: null };
  const expiresAt = new Date((await h.clock.now()).getTime() + hourMs);
  // With the patience that Roost really has: it is to see the lock end.
  const connected = connectAccount(h.roost, { ...profile, ...given, expiresAt });
  await Promise.race([waitFor(isWaitedFor), connected]);
  await letGo();
  expect(await connected).toMatchObject({ userId: person.userId });
  const row = await h.db.xAccount.findUniqueOrThrow({ where: { id } });
  expect(row.tokenVersion).toBe(tokenVersion + 1);
  expect(h.roost.box.open(row.refreshToken ?? "", id)).toBe(given.refreshToken);
});
