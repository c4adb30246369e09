import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Roost } from "~/server/roost";
import { sweep } from "~/server/tweets/sweep";
import { driftWorld, hourMs, one } from "../support/drift-world";
import { waitFor } from "../support/wait-for";

const { world, fault, scheduled, removeAll, expireLogs, pass, livingMessages, seen } = driftWorld();

const strikeMs = 31_000;

describe("a tweet whose message was removed in QStash", () => {
  test("is unscheduled by loading the page, with its reason, its text and its time kept", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    world.h.clock.advance(4000);
    const queue = await world.mira.caller.tweet.get_queue();
    expect(queue.upcoming).toEqual([]);
    expect(queue.unscheduled).toMatchObject([
      { id: tweet.id, text: tweet.text, scheduledFor: tweet.scheduledFor, orphan: { reason: "REMOVED" } },
    ]);
    expect(queue.truth).toMatchObject({ kind: "orphans", count: 1 });
  });

  test("is unscheduled by the sync, which names it", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    const answer = await world.mira.caller.tweet.cleanup_orphaned_tweets();
    expect(answer).toMatchObject({ unscheduled: 1, suspected: 0, unverified: 0, notice: null });
    expect(answer.rows).toMatchObject([{ id: tweet.id, verdict: "unscheduled" }]);
  });

  test("is unscheduled by the reconciler's pass, and one click schedules it again with a message", async () => {
    const [tweet, other] = await scheduled(2);
    if (!tweet || !other) throw new Error("not scheduled");
    await removeAll([tweet]);
    const report = await pass();
    expect(report.actions).toMatchObject({ unscheduled: 1 });
    const orphan = await seen(tweet.id);
    expect(orphan).toMatchObject({ state: "unscheduled", scheduledFor: tweet.scheduledFor });
    const again = await world.mira.caller.tweet.schedule_all({
      tweets: [{ id: tweet.id, revision: orphan.revision }],
    });
    expect(again.scheduled).toMatchObject([{ id: tweet.id, state: "queued" }]);
    expect(await livingMessages()).toHaveLength(2);
    expect((await seen(other.id)).state).toBe("queued");
  });

  test("and whose second passed before anybody looked is not posted", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    world.h.clock.advance(5 * hourMs + 60_000);
    const report = await sweep(world.h.roost);
    await report.publications;
    expect((await seen(tweet.id)).state).toBe("unscheduled");
    expect((await world.h.x(`/_sandbox/tweets?text=${tweet.text}`)).tweets).toEqual([]);
  });
});

describe("a message that answers 404", () => {
  test("is believed only at the second look, half a minute later", async () => {
    const [tweet] = await scheduled(2);
    if (!tweet) throw new Error("not scheduled");
    await removeAll([tweet]);
    await expireLogs();
    await pass();
    expect(await seen(tweet.id)).toMatchObject({
      state: "queued",
      isSuspected: true,
    });
    await pass();
    expect((await seen(tweet.id)).state).toBe("queued");
    world.h.clock.advance(strikeMs);
    await sweep(world.h.roost);
    expect(await seen(tweet.id)).toMatchObject({
      state: "unscheduled",
      orphan: { reason: "MISSING" },
      scheduledFor: tweet.scheduledFor,
    });
  });

  test("counts for nothing while the token has read no message of ours", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    await expireLogs();
    await fault({ kind: "api-status", params: { status: 500 }, match: { path: "/v2/publish" } });
    await pass();
    world.h.clock.advance(strikeMs);
    const report = await pass();
    expect(report.unknown).toEqual({ unproven: 1 });
    expect((await seen(tweet.id)).state).toBe("queued");
  });

  test("is proven by a probe where no other message could be read, and the probe is taken away", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    await expireLogs();
    await pass();
    expect(await seen(tweet.id)).toMatchObject({ isSuspected: true });
    expect(await livingMessages()).toEqual([]);
  });

  test("is armed anew where its account chose so", async () => {
    await world.h.db.xAccount.update({ where: { id: world.mira.accountId }, data: { onMissing: "REARM" } });
    const [tweet] = await scheduled(2);
    if (!tweet) throw new Error("not scheduled");
    await removeAll([tweet]);
    await expireLogs();
    await pass();
    world.h.clock.advance(strikeMs);
    await pass();
    expect((await seen(tweet.id)).state).toBe("queued");
    expect((await livingMessages()).filter(({ body }) => body.includes(tweet.id))).toHaveLength(1);
  });

  test("and is back at the second look is forgiven", async () => {
    const [tweet] = await scheduled(2);
    if (!tweet) throw new Error("not scheduled");
    await world.h.db.tweet.update({
      where: { id: tweet.id },
      data: { missingSince: await world.h.clock.now() },
    });
    world.h.clock.advance(strikeMs);
    await sweep(world.h.roost);
    expect(await seen(tweet.id)).toMatchObject({
      state: "queued",
      isSuspected: false,
    });
  });
});

describe("a tweet is never unscheduled by evidence", () => {
  test("while its message lives: a pass over a consistent world changes nothing but the time of the check", async () => {
    const tweets = await scheduled(5);
    const before = await world.h.db.tweet.findMany({ orderBy: { id: "asc" } });
    const events = await world.h.db.event.count();
    await pass();
    const after = await world.h.db.tweet.findMany({ orderBy: { id: "asc" } });
    const still = (rows: typeof before) => rows.map(({ checkedAt, ...row }) => row);
    expect(still(after)).toEqual(still(before));
    expect(await world.h.db.event.count()).toBe(events);
    expect(tweets).toHaveLength(5);
  });

  test("inside the margin: it may be in flight", async () => {
    const tweet = one(await scheduled(1, 2 * hourMs));
    await removeAll([tweet]);
    world.h.clock.advance(2 * hourMs - 59_000);
    await pass();
    expect((await seen(tweet.id)).state).toBe("queued");
  });

  test("about a message that was replaced meanwhile", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    const gather = world.h.roost.queue.gatherEvidence;
    const slow: Roost = {
      ...world.h.roost,
      queue: {
        ...world.h.roost.queue,
        gatherEvidence: async (ids, budgetMs) => {
          const batch = await gather(ids, budgetMs);
          await world.mira.caller.tweet.edit({
            id: tweet.id,
            revision: tweet.revision,
            text: `edited ${randomUUID()}`,
          });
          return batch;
        },
      },
    };
    await pass(slow);
    expect((await seen(tweet.id)).state).toBe("queued");
  });

  test("that a page took too long to gather: past a minute it is dropped", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    const gather = world.h.roost.queue.gatherEvidence;
    const frozen: Roost = {
      ...world.h.roost,
      queue: {
        ...world.h.roost.queue,
        gatherEvidence: async (ids, budgetMs) => {
          const batch = await gather(ids, budgetMs);
          world.h.clock.advance(61_000);
          return batch;
        },
      },
    };
    await pass(frozen);
    expect((await seen(tweet.id)).state).toBe("queued");
  });
});

describe("one person's sync", () => {
  /** A Roost that counts how often it looks for messages; the first look takes until it is let go. */
  function countedLooks() {
    const { roost } = world.h;
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const looks = { count: 0 };
    const gatherEvidence: Roost["queue"]["gatherEvidence"] = async (...asked) => {
      looks.count += 1;
      await held;
      return roost.queue.gatherEvidence(...asked);
    };
    const counted: Roost = { ...roost, queue: { ...roost.queue, gatherEvidence } };
    return { looks, letGo: () => letGo(), caller: world.h.callerOf(counted, world.mira.userId) };
  }

  test("asked for many times at once runs once, and all get its answer", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    const { looks, letGo, caller } = countedLooks();
    const all = Promise.all(Array.from({ length: 20 }, () => caller.tweet.cleanup_orphaned_tweets()));
    await waitFor(() => looks.count > 0);
    letGo();
    const answers = await all;
    expect(looks.count).toBe(1);
    expect(answers).toHaveLength(20);
    for (const { rows } of answers) expect(rows).toMatchObject([{ id: tweet.id, verdict: "unscheduled" }]);
  });

  test("asked for again after it has ended looks anew", async () => {
    await scheduled();
    const { looks, letGo, caller } = countedLooks();
    letGo();
    await caller.tweet.cleanup_orphaned_tweets();
    await caller.tweet.cleanup_orphaned_tweets();
    expect(looks.count).toBe(2);
  });
});
