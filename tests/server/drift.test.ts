import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Roost } from "~/server/roost";
import { sweep } from "~/server/tweets/sweep";
import { driftWorld, hourMs, one } from "../support/drift-world";

const { world, messageOf, fault, scheduled, removeAll, pass, livingMessages, seen } = driftWorld();

/** What its owner was told of a tweet. */
const told = async (id: string) =>
  (await world.mira.caller.notification.list({})).notices.filter(({ tweetId }) => tweetId === id);

describe("a wrong QStash token", () => {
  test.each([3, 30])("with %i tweets flips nothing and gives one clear warning", async (count) => {
    await scheduled(count);
    const wrong = world.h.variant({ QSTASH_TOKEN: "somebody-elses-token" });
    const caller = world.h.callerOf(wrong, world.mira.userId);
    const from = world.h.logLines.length;
    const answer = await caller.tweet.cleanup_orphaned_tweets();
    expect(answer).toMatchObject({
      unscheduled: 0,
      suspected: 0,
      unverified: count,
      notice: { kind: "unauthorized" },
    });
    const warnings = world.h.logLines.slice(from).filter((line) => line.includes("reconcile.unverified"));
    expect(warnings).toHaveLength(1);
    expect(JSON.parse(one(warnings))).toMatchObject({ unknown: { unauthorized: count } });
    const queue = await caller.tweet.get_queue({ verify: false });
    expect(queue.upcoming.every(({ state }) => state === "queued")).toBe(true);
    expect(queue.truth).toMatchObject({ kind: "unverified", why: { kind: "unauthorized" } });
  });
});

describe("the breaker", () => {
  test("withholds unscheduling when more than ten and a fifth vanish at once, and says so", async () => {
    const tweets = await scheduled(20);
    await removeAll(tweets.slice(0, 12));
    const report = await pass();
    expect(report.breaker).toMatchObject({ messages: 20, vanished: 12 });
    const queue = await world.mira.caller.tweet.get_queue({ verify: false });
    expect(queue.upcoming).toHaveLength(20);
    expect(queue.truth).toMatchObject({ kind: "breaker" });
  });

  test("also binds the smaller looks of people's pages while it is open", async () => {
    const tweets = await scheduled(20);
    await removeAll(tweets.slice(0, 12));
    await pass();
    await world.h.deleteMessage(await messageOf(tweets[15]?.id ?? ""));
    world.h.clock.advance(4000);
    const queue = await world.mira.caller.tweet.get_queue();
    expect(queue.upcoming).toHaveLength(20);
  });

  test("leaves no tweet waiting for ever: past its lateness limit it is Failed as missed, not posted", async () => {
    const tweets = await scheduled(20, 2 * hourMs);
    await removeAll(tweets);
    await pass();
    world.h.clock.advance(2 * hourMs + 60_000);
    await (await sweep(world.h.roost)).publications;
    expect((await seen(one(tweets).id)).state).toBe("queued");
    world.h.clock.advance(hourMs);
    await (await sweep(world.h.roost)).publications;
    expect(await seen(one(tweets).id)).toMatchObject({
      state: "failed",
      failure: { kind: "missed" },
    });
    expect((await world.h.x(`/_sandbox/tweets?text=${one(tweets).text}`)).tweets).toEqual([]);
  });

  test.each([
    ["however late", null],
    ["a day late", 24 * 60 * 60],
  ])(
    "leaves no tweet that may go out %s waiting for ever either: it goes off the schedule, and its owner is told",
    async (_, limitS) => {
      const tweets = await scheduled(20, 2 * hourMs);
      await world.h.db.tweet.updateMany({ data: { latenessLimitS: limitS } });
      await removeAll(tweets);
      await pass();
      const { id, text, scheduledFor } = one(tweets);
      for (const ms of [2 * hourMs + 60_000, hourMs - 120_000]) {
        world.h.clock.advance(ms);
        await (await sweep(world.h.roost)).publications;
        expect((await seen(id)).state).toBe("queued");
      }
      expect(await told(id)).toEqual([]);
      world.h.clock.advance(120_000);
      await (await sweep(world.h.roost)).publications;
      expect(await seen(id)).toMatchObject({ state: "unscheduled", text, scheduledFor });
      expect(await told(id)).toMatchObject([
        { kind: "orphaned", next: expect.stringContaining("Schedule it again") },
      ]);
      expect((await world.h.x(`/_sandbox/tweets?text=${text}`)).tweets).toEqual([]);
    },
  );

  test("stays closed for ten of fifty: they are unscheduled", async () => {
    const tweets = await scheduled(50);
    await removeAll(tweets.slice(0, 10));
    const report = await pass();
    expect(report.breaker).toBeNull();
    expect(report.actions).toMatchObject({ unscheduled: 10 });
  });
});

describe("other drift", () => {
  test("a message to another address is cancelled and replaced", async () => {
    const tweet = one(await scheduled());
    const moved = world.h.variant({ NEXTAUTH_URL: "http://localhost:1" });
    const old = await messageOf(tweet.id);
    await pass(moved);
    expect(await messageOf(tweet.id)).not.toBe(old);
    expect((await livingMessages()).filter(({ body }) => body.includes(tweet.id))).toHaveLength(1);
  });

  test("a ghost is cancelled by its id, and its tweet's own message is left alone", async () => {
    const tweet = one(await scheduled());
    await fault({ kind: "api-status", params: { status: 500 }, match: { method: "DELETE" } });
    await world.mira.caller.tweet.edit({ id: tweet.id, revision: 1, text: `edited ${randomUUID()}` });
    await world.h.qstash("/_sandbox/faults", { method: "DELETE" });
    expect(await livingMessages()).toHaveLength(2);
    const report = await pass();
    expect(report.actions).toMatchObject({ "ghosts cancelled": 1 });
    expect(await livingMessages()).toHaveLength(1);
    expect((await seen(tweet.id)).state).toBe("queued");
  });

  test("a message of another installation is never cancelled", async () => {
    await scheduled(1);
    const stranger = world.h.variant({ ROOST_INSTALLATION: "staging" });
    await stranger.queue.publish([
      {
        tweetId: randomUUID(),
        revision: 1,
        arming: 0,
        accountId: randomUUID(),
        notBefore: new Date(Date.now() + hourMs),
      },
    ]);
    await pass();
    expect(await livingMessages()).toHaveLength(2);
  });

  test("a message that QStash gave up on is replaced while its tweet is not yet due", async () => {
    const tweet = one(await scheduled());
    const old = await messageOf(tweet.id);
    const dead: Roost = {
      ...world.h.roost,
      queue: {
        ...world.h.roost.queue,
        gatherEvidence: async () => ({
          evidence: new Map([
            [old, { kind: "log", state: "FAILED", url: world.h.deliveryUrl, atMs: Date.now() }],
          ]),
          hasRead: true,
          calls: 1,
          tookMs: 1,
        }),
      },
    };
    await pass(dead);
    expect(await messageOf(tweet.id)).not.toBe(old);
    const { arming } = await world.h.db.tweet.findUniqueOrThrow({ where: { id: tweet.id } });
    expect(arming).toBe(1);
  });
});

test("evidence for more messages than a page holds takes a few calls, and a full page is asked again for what it left out", async () => {
  const tweets = await scheduled(150, 10 * hourMs);
  await world.h.qstash("/_sandbox/faults", { method: "DELETE" });
  const report = await pass();
  expect(report.verdicts).toEqual({ ALIVE: tweets.length });
  expect(report.calls).toBeLessThanOrEqual(2 * Math.ceil(tweets.length / 100) + 20);
});
