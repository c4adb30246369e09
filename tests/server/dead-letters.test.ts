// What QStash gave up on ends in a state that its owner sees, and its entry is cleared once the database knows.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import { isTimeForDeadLetters } from "~/server/tweets/dead-letters-turn";
import { checkOrphans } from "~/server/tweets/orphan-check";
import { runOnce } from "../../reconciler/once";
import { deadLetters, deadTweets, hastyRoost } from "../support/dead-letters";
import { deliverTo, dueTweet, ledgerOf, sweepNow } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { emptiedRoost } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;
const pass = (roost: Roost = h.roost) => checkOrphans(roost, { dueBefore: null });

test("a tweet that is due later gets a new message for its time, and its history says why", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  const id = tweet?.id ?? "";
  const [dead] = await deadLetters(h);
  const report = await pass();
  expect(report.actions).toMatchObject({ "rearmed after a dead letter": 1, "dead letters cleared": 1 });
  expect(await deadLetters(h)).toEqual([]);
  const row = await wholeTweet(h.db, id);
  expect(row).toMatchObject({ status: "SCHEDULED", arming: 1, revision: 1 });
  expect(row.qstashId).not.toBe(dead?.messageId);
  const alive = await messagesOf(h, id);
  expect(alive).toMatchObject([{ messageId: row.qstashId, notBefore: tweet?.scheduledFor?.getTime() }]);
  expect(row.messages.find(({ qstashId }) => qstashId === dead?.messageId)?.endedAt).toBeInstanceOf(Date);
  const kinds = row.events.map(({ kind, detail }) => [kind, (detail as { because?: string })?.because]);
  expect(kinds).toContainEqual(["disarmed", "DEAD"]);
  const flight = await h.db.flightEntry.findFirst({ where: { tweetId: id, kind: "dead letter" } });
  expect(flight?.detail).toMatchObject({ qstashId: dead?.messageId, status: 401, action: "rearmed" });
});

test("a tweet that is overdue goes out by the sweep, once, and its owner sees why meanwhile", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  const id = tweet?.id ?? "";
  h.clock.advance(hourMs + policy.evidence.graceMs + 1000);
  await pass();
  const waiting = await mira.caller.tweet.get({ id });
  expect(waiting).toMatchObject({
    state: "pending",
    pending: { error: expect.stringContaining("answered 401") },
  });
  expect(await deadLetters(h)).toEqual([]);
  await sweepNow(h.roost);
  expect((await mira.caller.tweet.get({ id })).state).toBe("posted");
  expect(await ledgerOf(h, tweet?.text ?? "")).toHaveLength(1);
});

test("a tweet that is overdue past its limit is missed, and told", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  h.clock.advance(3 * hourMs);
  await pass();
  await sweepNow(h.roost);
  expect(await mira.caller.tweet.get({ id: tweet?.id ?? "" })).toMatchObject({
    state: "failed",
    failure: { kind: "missed" },
  });
  expect(await h.db.notification.count({ where: { tweetId: tweet?.id ?? "", kind: "missed" } })).toBe(1);
});

test("a message that no longer serves its tweet is noted as ended and cleared; the tweet is as it was", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  const { id = "", revision = 0 } = tweet ?? {};
  const edited = await mira.caller.tweet.edit({ id, revision, text: randomUUID() });
  const before = await wholeTweet(h.db, id);
  await pass();
  const after = await wholeTweet(h.db, id);
  expect(await deadLetters(h)).toEqual([]);
  expect(after).toMatchObject({ revision: edited.revision, qstashId: before.qstashId, status: "SCHEDULED" });
  expect(after.messages[0]?.endedAt).toBeInstanceOf(Date);
  expect(after.events).toHaveLength(before.events.length);
});

test("a tweet that was posted meanwhile is not touched, and the entry goes", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  h.clock.advance(hourMs + policy.evidence.graceMs + 1000);
  await deliverTo(h.roost, { id: tweet?.id ?? "", revision: tweet?.revision ?? 0 });
  const before = await wholeTweet(h.db, tweet?.id ?? "");
  await pass();
  const after = await wholeTweet(h.db, tweet?.id ?? "");
  expect({ ...after, messages: [] }).toEqual({ ...before, messages: [] });
  expect(await deadLetters(h)).toEqual([]);
});

test("an entry without a row of ours is counted and left, pass after pass", async () => {
  await deadTweets(h, mira, hourMs);
  await h.db.user.deleteMany();
  const [entry] = await deadLetters(h);
  for (let n = 0; n < 2; n += 1) {
    expect((await pass()).actions).toMatchObject({ "dead letters of others": 1 });
  }
  expect(await deadLetters(h)).toEqual([entry]);
  const said = await runOnce(h.roost, "orphans");
  expect(said).toContain("dead letters of others 1");
});

test("messages of this address under an older label are ours too: their rows say so", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs, 1, hastyRoost(h, "an-older-name"));
  expect((await deadLetters(h))[0]?.label).toBe("an-older-name");
  expect((await pass()).actions).toMatchObject({ "dead letters cleared": 1 });
  expect((await wholeTweet(h.db, tweet?.id ?? "")).arming).toBe(1);
});

test("a message whose id never reached us is known by the tweet that it names", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  const id = tweet?.id ?? "";
  await h.db.tweet.update({ where: { id }, data: { qstashId: null, armedAt: null } });
  await h.db.message.updateMany({ where: { tweetId: id }, data: { qstashId: null, publishedAt: null } });
  await pass();
  expect(await deadLetters(h)).toEqual([]);
  expect((await wholeTweet(h.db, id)).messages[0]?.endedAt).toBeInstanceOf(Date);
});

test("a crash between the database and QStash is harmless: the entry is found again, and the tweet moves once", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  const crashing: Roost = {
    ...h.roost,
    queue: { ...h.roost.queue, dropDeadLetters: async () => Promise.reject(new Error("the process died")) },
  };
  await pass(crashing);
  expect(await deadLetters(h)).toHaveLength(1);
  const armed = await wholeTweet(h.db, tweet?.id ?? "");
  expect(armed.arming).toBe(1);
  await pass();
  expect(await deadLetters(h)).toEqual([]);
  const after = await wholeTweet(h.db, tweet?.id ?? "");
  expect(after.events.filter(({ kind }) => kind === "disarmed")).toHaveLength(1);
  expect(after.qstashId).toBe(armed.qstashId);
});

test("nothing is deleted at QStash before the database knows", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  const told: string[] = [];
  const watching: Roost = {
    ...h.roost,
    queue: {
      ...h.roost.queue,
      dropDeadLetters: async (ids) => {
        told.push((await wholeTweet(h.db, tweet?.id ?? "")).events.at(-1)?.kind ?? "");
        return h.roost.queue.dropDeadLetters(ids);
      },
    },
  };
  await pass(watching);
  expect(told).toEqual(["armed"]);
});

test("a QStash that does not answer leaves everything as it is, and the pass says so", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  const before = await wholeTweet(h.db, tweet?.id ?? "");
  const body = { kind: "api-status", params: { status: 503 }, match: { path: "/v2/dlq" } };
  await h.qstash("/_sandbox/faults", { method: "POST", body });
  const dead: Roost = { ...h.roost, queue: { ...h.roost.queue, gatherEvidence: noEvidence } };
  expect((await pass(dead)).actions).toMatchObject({ "dead letters unread": 2 });
  expect(await wholeTweet(h.db, tweet?.id ?? "")).toEqual(before);
});

const noEvidence: Roost["queue"]["gatherEvidence"] = async (ids) => ({
  evidence: new Map(ids.map((id) => [id, { kind: "unanswered", why: "serverError" }])),
  hasRead: false,
  calls: 1,
  tookMs: 1,
});

test("more than a page is read page by page", async () => {
  await deadTweets(h, mira, hourMs, 7);
  const asked: number[] = [];
  const byTwos: Roost = {
    ...h.roost,
    queue: {
      ...h.roost.queue,
      listDeadLetters: async (by, cursor) => {
        const from = Number(cursor ?? 0);
        const answer = await all(by);
        asked.push(from);
        if (!answer.ok) return answer;
        const letters = answer.value.letters.slice(from, from + 2);
        return { ok: true, value: { letters, cursor: from + 2 < 7 ? String(from + 2) : null } };
      },
    },
  };
  const found = await h.roost.queue.listDeadLetters("label", null);
  const all = async (by: "label" | "url") =>
    by === "label" ? found : h.roost.queue.listDeadLetters(by, null);
  expect((await pass(byTwos)).actions).toMatchObject({ "dead letters cleared": 7 });
  expect(asked.slice(0, 4)).toEqual([0, 2, 4, 6]);
});

test("a sweep looks too, but only every few minutes", async () => {
  h.clock.advance(policy.deadLetters.everyMs + 1000);
  await sweepNow(h.roost);
  await deadTweets(h, mira, hourMs);
  h.clock.advance(60_000);
  expect((await sweepNow(h.roost)).actions["dead letters cleared"]).toBeUndefined();
  h.clock.advance(policy.deadLetters.everyMs);
  expect((await sweepNow(h.roost)).actions).toMatchObject({ "dead letters cleared": 1 });
});

test("a clock that is set back keeps the sweeps of that time from no dead letter", async () => {
  const setBackMs = (await h.clock.now()).getTime();
  expect(await isTimeForDeadLetters(h.roost, new Date(setBackMs + hourMs))).toBe(true);
  expect(await isTimeForDeadLetters(h.roost, new Date(setBackMs))).toBe(true);
  expect(await isTimeForDeadLetters(h.roost, new Date(setBackMs + 60_000))).toBe(false);
});

test("a tweet on hold keeps its hold: it gets a message, and goes out when that ends", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  await mira.caller.account.pause({ accountId: mira.accountId });
  await pass();
  expect((await mira.caller.tweet.get({ id: tweet?.id ?? "" })).state).toBe("onHold");
  expect((await wholeTweet(h.db, tweet?.id ?? "")).qstashId).not.toBeNull();
});

test("a dead letter of a tweet that nobody else looks at delays no other tweet", async () => {
  await deadTweets(h, mira, hourMs);
  const other = await dueTweet(h, mira);
  h.clock.advance(policy.evidence.graceMs + 1000);
  await sweepNow(h.roost);
  expect((await mira.caller.tweet.get({ id: other.id })).state).toBe("posted");
});
