import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Roost } from "~/server/roost";
import { checkOrphans } from "~/server/tweets/orphan-check";
import { runPass } from "~/server/tweets/run-pass";
import { sweep } from "~/server/tweets/sweep";
import { type Harness, newTweet, type Person, startRoost } from "../support/roost-harness";

let h: Harness;
let mira: Person;

beforeAll(async () => {
  h = await startRoost();
});
afterAll(() => h?.stop());

beforeEach(async () => {
  await h.qstash("/_sandbox/reset", { method: "POST" });
  await h.db.user.deleteMany();
  await h.db.reconcilerRun.deleteMany();
  mira = await h.signUp(`mira_${randomUUID().slice(0, 6)}`);
});

const hourMs = 3_600_000;
const strikeMs = 31_000;

async function scheduled(count = 1, aheadMs = 5 * hourMs) {
  const now = await h.clock.now();
  const inputs = Array.from({ length: count }, (_, index) => newTweet(mira, now, aheadMs + index * 1000));
  return Promise.all(inputs.map((input) => mira.caller.tweet.schedule(input)));
}

async function messageOf(tweetId: string): Promise<string> {
  const { qstashId } = await h.db.tweet.findUniqueOrThrow({ where: { id: tweetId } });
  if (!qstashId) throw new Error("not armed");
  return qstashId;
}

async function removeAll(tweets: { id: string }[]) {
  for (const { id } of tweets) await h.deleteMessage(await messageOf(id));
}

const one = <T>(list: T[]): T => {
  const [first] = list;
  if (!first) throw new Error("nothing there");
  return first;
};

const fault = (body: object) => h.qstash("/_sandbox/faults", { method: "POST", body });
const pass = (roost: Roost = h.roost) =>
  runPass(roost, "orphans", "test", () => checkOrphans(roost, { dueBefore: null }));
const livingMessages = async () =>
  (await h.qstash("/_sandbox/messages?state=pending")).messages as { body: string }[];

/** Forgets every log row, so that only GET can answer. */
const expireLogs = () => fault({ kind: "logs-expired", params: { ms: 0 } });

describe("a tweet whose message was removed in QStash", () => {
  test("is unscheduled by loading the page, with its reason, its text and its time kept", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    h.clock.advance(4000);
    const queue = await mira.caller.tweet.get_queue();
    expect(queue.upcoming).toEqual([]);
    expect(queue.unscheduled).toMatchObject([
      { id: tweet.id, text: tweet.text, scheduledFor: tweet.scheduledFor, orphan: { reason: "REMOVED" } },
    ]);
    expect(queue.truth).toMatchObject({ kind: "orphans", count: 1 });
  });

  test("is unscheduled by the sync, which names it", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    const answer = await mira.caller.tweet.cleanup_orphaned_tweets();
    expect(answer).toMatchObject({ unscheduled: 1, suspected: 0, unverified: 0, notice: null });
    expect(answer.rows).toMatchObject([{ id: tweet.id, verdict: "unscheduled" }]);
  });

  test("is unscheduled by the reconciler's pass, and one click schedules it again with a message", async () => {
    const [tweet, other] = await scheduled(2);
    if (!tweet || !other) throw new Error("not scheduled");
    await removeAll([tweet]);
    const report = await pass();
    expect(report.actions).toMatchObject({ unscheduled: 1 });
    const orphan = await mira.caller.tweet.get({ id: tweet.id });
    expect(orphan).toMatchObject({ state: "unscheduled", scheduledFor: tweet.scheduledFor });
    const again = await mira.caller.tweet.schedule_all({
      tweets: [{ id: tweet.id, revision: orphan.revision }],
    });
    expect(again.scheduled).toMatchObject([{ id: tweet.id, state: "queued" }]);
    expect(await livingMessages()).toHaveLength(2);
    expect((await mira.caller.tweet.get({ id: other.id })).state).toBe("queued");
  });

  test("and whose second passed before anybody looked is not posted", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    h.clock.advance(5 * hourMs + 60_000);
    const report = await sweep(h.roost);
    await report.publications;
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("unscheduled");
    expect((await h.x(`/_sandbox/tweets?text=${tweet.text}`)).tweets).toEqual([]);
  });
});

describe("a message that answers 404", () => {
  test("is believed only at the second look, half a minute later", async () => {
    const [tweet] = await scheduled(2);
    if (!tweet) throw new Error("not scheduled");
    await removeAll([tweet]);
    await expireLogs();
    await pass();
    expect(await mira.caller.tweet.get({ id: tweet.id })).toMatchObject({
      state: "queued",
      isSuspected: true,
    });
    await pass();
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("queued");
    h.clock.advance(strikeMs);
    await sweep(h.roost);
    expect(await mira.caller.tweet.get({ id: tweet.id })).toMatchObject({
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
    h.clock.advance(strikeMs);
    const report = await pass();
    expect(report.unknown).toEqual({ unproven: 1 });
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("queued");
  });

  test("is proven by a probe where no other message could be read, and the probe is taken away", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    await expireLogs();
    await pass();
    expect(await mira.caller.tweet.get({ id: tweet.id })).toMatchObject({ isSuspected: true });
    expect(await livingMessages()).toEqual([]);
  });

  test("is armed anew where its account chose so", async () => {
    await h.db.xAccount.update({ where: { id: mira.accountId }, data: { onMissing: "REARM" } });
    const [tweet] = await scheduled(2);
    if (!tweet) throw new Error("not scheduled");
    await removeAll([tweet]);
    await expireLogs();
    await pass();
    h.clock.advance(strikeMs);
    await pass();
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("queued");
    expect((await livingMessages()).filter(({ body }) => body.includes(tweet.id))).toHaveLength(1);
  });

  test("and is back at the second look is forgiven", async () => {
    const [tweet] = await scheduled(2);
    if (!tweet) throw new Error("not scheduled");
    await h.db.tweet.update({ where: { id: tweet.id }, data: { missingSince: await h.clock.now() } });
    h.clock.advance(strikeMs);
    await sweep(h.roost);
    expect(await mira.caller.tweet.get({ id: tweet.id })).toMatchObject({
      state: "queued",
      isSuspected: false,
    });
  });
});

describe("a tweet is never unscheduled by evidence", () => {
  test("while its message lives: a pass over a consistent world changes nothing but the time of the check", async () => {
    const tweets = await scheduled(5);
    const before = await h.db.tweet.findMany({ orderBy: { id: "asc" } });
    const events = await h.db.event.count();
    await pass();
    const after = await h.db.tweet.findMany({ orderBy: { id: "asc" } });
    const still = (rows: typeof before) => rows.map(({ checkedAt, ...row }) => row);
    expect(still(after)).toEqual(still(before));
    expect(await h.db.event.count()).toBe(events);
    expect(tweets).toHaveLength(5);
  });

  test("inside the margin: it may be in flight", async () => {
    const tweet = one(await scheduled(1, 2 * hourMs));
    await removeAll([tweet]);
    h.clock.advance(2 * hourMs - 59_000);
    await pass();
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("queued");
  });

  test("about a message that was replaced meanwhile", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    const gather = h.roost.queue.gatherEvidence;
    const slow: Roost = {
      ...h.roost,
      queue: {
        ...h.roost.queue,
        gatherEvidence: async (ids, budgetMs) => {
          const batch = await gather(ids, budgetMs);
          await mira.caller.tweet.edit({
            id: tweet.id,
            revision: tweet.revision,
            text: `edited ${randomUUID()}`,
          });
          return batch;
        },
      },
    };
    await pass(slow);
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("queued");
  });

  test("that a page took too long to gather: past a minute it is dropped", async () => {
    const tweet = one(await scheduled());
    await removeAll([tweet]);
    const gather = h.roost.queue.gatherEvidence;
    const frozen: Roost = {
      ...h.roost,
      queue: {
        ...h.roost.queue,
        gatherEvidence: async (ids, budgetMs) => {
          const batch = await gather(ids, budgetMs);
          h.clock.advance(61_000);
          return batch;
        },
      },
    };
    await pass(frozen);
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("queued");
  });
});

describe("a wrong QStash token", () => {
  test.each([3, 30])("with %i tweets flips nothing and gives one clear warning", async (count) => {
    await scheduled(count);
    const wrong = h.variant({ QSTASH_TOKEN: "somebody-elses-token" });
    const caller = h.callerOf(wrong, mira.userId);
    const from = h.logLines.length;
    const answer = await caller.tweet.cleanup_orphaned_tweets();
    expect(answer).toMatchObject({
      unscheduled: 0,
      suspected: 0,
      unverified: count,
      notice: { kind: "unauthorized" },
    });
    const warnings = h.logLines.slice(from).filter((line) => line.includes("reconcile.unverified"));
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
    const queue = await mira.caller.tweet.get_queue({ verify: false });
    expect(queue.upcoming).toHaveLength(20);
    expect(queue.truth).toMatchObject({ kind: "breaker" });
  });

  test("also binds the smaller looks of people's pages while it is open", async () => {
    const tweets = await scheduled(20);
    await removeAll(tweets.slice(0, 12));
    await pass();
    await h.deleteMessage(await messageOf(tweets[15]?.id ?? ""));
    h.clock.advance(4000);
    const queue = await mira.caller.tweet.get_queue();
    expect(queue.upcoming).toHaveLength(20);
  });

  test("leaves no tweet waiting for ever: past its lateness limit it is Failed as missed, not posted", async () => {
    const tweets = await scheduled(20, 2 * hourMs);
    await removeAll(tweets);
    await pass();
    h.clock.advance(2 * hourMs + 60_000);
    await (await sweep(h.roost)).publications;
    expect((await mira.caller.tweet.get({ id: one(tweets).id })).state).toBe("queued");
    h.clock.advance(hourMs);
    await (await sweep(h.roost)).publications;
    expect(await mira.caller.tweet.get({ id: one(tweets).id })).toMatchObject({
      state: "failed",
      failure: { kind: "missed" },
    });
    expect((await h.x(`/_sandbox/tweets?text=${one(tweets).text}`)).tweets).toEqual([]);
  });

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
    const moved = h.variant({ NEXTAUTH_URL: "http://localhost:1" });
    const old = await messageOf(tweet.id);
    await pass(moved);
    expect(await messageOf(tweet.id)).not.toBe(old);
    expect((await livingMessages()).filter(({ body }) => body.includes(tweet.id))).toHaveLength(1);
  });

  test("a ghost is cancelled by its id, and its tweet's own message is left alone", async () => {
    const tweet = one(await scheduled());
    await fault({ kind: "api-status", params: { status: 500 }, match: { method: "DELETE" } });
    await mira.caller.tweet.edit({ id: tweet.id, revision: 1, text: `edited ${randomUUID()}` });
    await h.qstash("/_sandbox/faults", { method: "DELETE" });
    expect(await livingMessages()).toHaveLength(2);
    const report = await pass();
    expect(report.actions).toMatchObject({ "ghosts cancelled": 1 });
    expect(await livingMessages()).toHaveLength(1);
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("queued");
  });

  test("a message of another installation is never cancelled", async () => {
    await scheduled(1);
    const stranger = h.variant({ ROOST_INSTALLATION: "staging" });
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
      ...h.roost,
      queue: {
        ...h.roost.queue,
        gatherEvidence: async () => ({
          evidence: new Map([[old, { kind: "log", state: "FAILED", url: h.deliveryUrl, atMs: Date.now() }]]),
          hasRead: true,
          calls: 1,
          tookMs: 1,
        }),
      },
    };
    await pass(dead);
    expect(await messageOf(tweet.id)).not.toBe(old);
    const { arming } = await h.db.tweet.findUniqueOrThrow({ where: { id: tweet.id } });
    expect(arming).toBe(1);
  });
});

test("evidence for 300 messages takes a few calls, and a full page is asked again for what it left out", async () => {
  const tweets = await scheduled(300, 10 * hourMs);
  await h.qstash("/_sandbox/faults", { method: "DELETE" });
  const report = await pass();
  expect(report.verdicts).toEqual({ ALIVE: tweets.length });
  expect(report.calls).toBeLessThanOrEqual(300 / 100 + 300 / 100 + 20);
});
