import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { isBreakerOpen } from "~/server/tweets/run-pass";
import { sweep } from "~/server/tweets/sweep";
import { driftWorld, hourMs } from "../support/drift-world";
import { freePort } from "../support/free-port";
import { newTweet, type Person } from "../support/roost-harness";

const { world, expireLogs, messageOf, scheduled, removeAll, pass, allAlive } = driftWorld();

const people = 5;
const tweetsEach = 5;

/** A crowd, each with a few tweets, all of whose messages vanish at once. */
async function vanishedCrowd(): Promise<Person[]> {
  const now = await world.h.clock.now();
  const crowd: Person[] = [];
  for (let index = 0; index < people; index += 1) {
    crowd.push(await world.h.signUp(`crowd_${randomUUID().slice(0, 6)}`));
  }
  for (const person of crowd) {
    for (let index = 0; index < tweetsEach; index += 1) {
      const tweet = await person.caller.tweet.schedule(newTweet(person, now, 5 * hourMs + index * 1000));
      await world.h.deleteMessage(await messageOf(tweet.id));
    }
  }
  return crowd;
}

const unscheduledCount = () => world.h.db.tweet.count({ where: { status: "DRAFT" } });
const truthOf = async (person: Person, verify = false) =>
  (await person.caller.tweet.get_queue({ verify })).truth;

describe("many people's small looks together", () => {
  test.each([
    ["pages", (person: Person) => person.caller.tweet.get_queue()],
    ["syncs", (person: Person) => person.caller.tweet.cleanup_orphaned_tweets()],
  ])("do not get round the breaker by their %s, one after another", async (_, look) => {
    const crowd = await vanishedCrowd();
    for (const person of crowd) await look(person);
    await sweep(world.h.roost);
    expect(await unscheduledCount()).toBeLessThanOrEqual(policy.breaker.count);
    const [last] = crowd.slice(-1);
    if (!last) throw new Error("nobody there");
    expect(await truthOf(last)).toMatchObject({ kind: "breaker", count: tweetsEach });
  });

  test("do not get round it at the same moment", async () => {
    const crowd = await vanishedCrowd();
    const answers = await Promise.all(crowd.map((person) => person.caller.tweet.cleanup_orphaned_tweets()));
    expect(answers.reduce((sum, { checked }) => sum + checked, 0)).toBe(people * tweetsEach);
    expect(await unscheduledCount()).toBeLessThanOrEqual(policy.breaker.count);
  });

  test("do not get round it by messages that answer 404 either", async () => {
    const crowd = await vanishedCrowd();
    await scheduled(1);
    await expireLogs();
    for (const person of crowd) await person.caller.tweet.cleanup_orphaned_tweets();
    world.h.clock.advance(policy.evidence.strikeMs + 1000);
    for (const person of crowd) await person.caller.tweet.cleanup_orphaned_tweets();
    expect(await unscheduledCount()).toBe(0);
  });

  test("still unschedule one person's few where little else vanished", async () => {
    const tweets = await scheduled(tweetsEach);
    await removeAll(tweets);
    expect(await world.mira.caller.tweet.cleanup_orphaned_tweets()).toMatchObject({
      unscheduled: tweetsEach,
      notice: null,
    });
  });
});

describe("an open breaker", () => {
  test("is not closed by a pass that could see nothing, and is by one that saw all alive", async () => {
    const tweets = await scheduled(20);
    await removeAll(tweets.slice(0, 12));
    await pass();
    expect(await isBreakerOpen(world.h.roost)).toBe(true);
    await pass(world.h.variant({ QSTASH_URL: `http://127.0.0.1:${await freePort()}` }));
    expect(await isBreakerOpen(world.h.roost)).toBe(true);
    await pass(allAlive());
    expect(await isBreakerOpen(world.h.roost)).toBe(false);
  });

  test("is told with the number of tweets that it withholds, however often the page is loaded", async () => {
    const tweets = await scheduled(30);
    await removeAll(tweets.slice(15));
    await pass();
    expect(await truthOf(world.mira)).toMatchObject({ kind: "breaker", count: 15 });
    for (let load = 0; load < 2; load += 1) {
      world.h.clock.advance(policy.page.freshMs + 1000);
      expect(await truthOf(world.mira, true)).toMatchObject({ kind: "breaker", count: 15 });
    }
    const { upcoming } = await world.mira.caller.tweet.get_queue({ verify: false });
    expect(upcoming.every(({ state }) => state === "queued")).toBe(true);
  });

  test("is told at the first sight of messages that answer 404, and through an outage that follows", async () => {
    const tweets = await scheduled(30);
    await removeAll(tweets.slice(15));
    await expireLogs();
    await pass();
    expect(await truthOf(world.mira)).toMatchObject({ kind: "breaker", count: 15 });
    const down = world.h.variant({ QSTASH_URL: `http://127.0.0.1:${await freePort()}` });
    world.h.clock.advance(policy.page.freshMs + 1000);
    await world.h.callerOf(down, world.mira.userId).tweet.get_queue();
    world.h.clock.advance(policy.page.freshMs + 1000);
    expect(await truthOf(world.mira, true)).toMatchObject({ kind: "breaker", count: 15 });
  });

  test("is forgotten after a full sync that withheld nothing", async () => {
    const tweets = await scheduled(20);
    await removeAll(tweets.slice(8));
    await pass();
    await world.mira.caller.tweet.cleanup_orphaned_tweets();
    expect(await truthOf(world.mira)).toMatchObject({ kind: "breaker", count: 12 });
    await world.h.callerOf(allAlive(), world.mira.userId).tweet.cleanup_orphaned_tweets();
    expect(await truthOf(world.mira)).toMatchObject({ kind: "verified", queued: 20 });
    const { checkFailure } = await world.h.db.user.findUniqueOrThrow({ where: { id: world.mira.userId } });
    expect(checkFailure).toBeNull();
  });
});
