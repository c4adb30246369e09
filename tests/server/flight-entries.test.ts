import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { noteFlight } from "~/server/flight-recorder";
import type { Roost } from "~/server/roost";
import { armTweets } from "~/server/tweets/arm";
import { deliverTo, dueTweet, xFault } from "../support/due-tweet";
import { recordedOf } from "../support/recorded";
import { refusalOf } from "../support/refusal";
import { newTweet } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";
import { signDelivery } from "../support/sign-delivery";
import { messagesOf } from "../support/tweet-messages";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;

const scheduled = async (aheadMs = 5 * hourMs) =>
  mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), aheadMs));

const recorded = (tweetId: string) => recordedOf(h.db, tweetId);
const kindsOf = async (tweetId: string) => (await recorded(tweetId)).map(({ kind }) => kind);
const lastOf = async (tweetId: string) => (await recorded(tweetId)).at(-1);

describe("a request", () => {
  test("that is refused is recorded with what its owner was told, and nothing of the text", async () => {
    const { id, revision } = await scheduled();
    const { tweet } = mira.caller;
    const asked: [string, string, () => Promise<unknown>][] = [
      ["edit", "BAD_INPUT", () => tweet.edit({ id, revision, text: `secret ${"long ".repeat(90)}` })],
      ["edit", "BAD_INPUT", () => tweet.edit({ id, revision, text: "x".repeat(20_000) })],
      ["reschedule", "TIME_PASSED", () => tweet.reschedule({ id, revision, scheduledFor: new Date(0) })],
      ["unschedule", "STALE", () => tweet.unschedule({ id, revision: revision + 1 })],
      ["resolve", "NOT_ALLOWED", () => tweet.resolve({ id, revision, part: 1, isUp: false })],
    ];
    for (const [, , act] of asked) await expect(act()).rejects.toThrow();
    const entries = (await recorded(id)).filter(({ kind }) => kind === "refused");
    expect(entries).toEqual(
      asked.map(([command, code]) => ({
        kind: "refused",
        actor: "owner",
        detail: { command, code, why: expect.stringMatching(/\.$/) },
      })),
    );
    expect(JSON.stringify(entries)).not.toMatch(/secret|xxx/);
  });

  test("to create is recorded though it created nothing", async () => {
    const input = newTweet(mira, await h.clock.now(), -hourMs);
    const { message } = await refusalOf(mira.caller.tweet.schedule(input));
    expect(await recorded(input.id)).toEqual([
      { kind: "refused", actor: "owner", detail: { command: "schedule", code: "TIME_PASSED", why: message } },
    ]);
  });

  test("that came twice is recorded as one that had no further effect", async () => {
    const input = newTweet(mira, await h.clock.now(), 5 * hourMs);
    await mira.caller.tweet.schedule(input);
    await mira.caller.tweet.schedule(input);
    expect(await kindsOf(input.id)).toEqual(["scheduled", "arm asked", "armed", "repeated"]);
  });

  test("among many is recorded where it is refused", async () => {
    const { id, revision } = await scheduled();
    await mira.caller.tweet.schedule_all({ tweets: [{ id, revision }] });
    expect(await lastOf(id)).toMatchObject({ kind: "refused", detail: { code: "NOT_ALLOWED" } });
  });

  test("of another person's for a tweet leaves no trace with its owner, nor with them", async () => {
    const tom = await h.signUp(`tom_${randomUUID().slice(0, 6)}`);
    const { id, revision } = await scheduled();
    await refusalOf(tom.caller.tweet.cancel({ id, revision }));
    await refusalOf(tom.caller.tweet.schedule({ ...newTweet(tom, await h.clock.now(), hourMs), id }));
    await refusalOf(tom.caller.tweet.cancel({ id: randomUUID(), revision }));
    expect(await h.db.flightEntry.count({ where: { userId: tom.userId } })).toBe(0);
    expect(await kindsOf(id)).toEqual(["scheduled", "arm asked", "armed"]);
  });
});

describe("a message", () => {
  test("is recorded when it is asked for, and when QStash names it", async () => {
    const { id, scheduledFor } = await scheduled();
    const [message] = await messagesOf(h, id);
    expect(await recorded(id)).toMatchObject([
      { kind: "scheduled" },
      { kind: "arm asked", actor: "owner", detail: { arming: 0, notBefore: scheduledFor?.toISOString() } },
      { kind: "armed", detail: { qstashId: message?.messageId, isDeduplicated: false } },
    ]);
  });

  test("that QStash had already is recorded as deduplicated", async () => {
    const { queue } = h.roost;
    const deaf: Roost = {
      ...h.roost,
      queue: {
        ...queue,
        publish: async (messages) =>
          (await queue.publish(messages)).map(() => ({ ok: false, why: "timeout", detail: "" })),
      },
    };
    const { id } = await h
      .callerOf(deaf, mira.userId)
      .tweet.schedule(newTweet(mira, await h.clock.now(), 5 * hourMs));
    await armTweets(h.roost, [id], "sweep");
    expect((await recorded(id)).slice(1)).toMatchObject([
      { kind: "arm asked", actor: "owner" },
      { kind: "arm failed", actor: "owner", detail: { why: "timeout", failures: 1 } },
      { kind: "arm asked", actor: "sweep" },
      { kind: "armed", actor: "sweep", detail: { isDeduplicated: true } },
    ]);
  });

  test("that QStash does not take is recorded with why, and not in QStash's own words", async () => {
    const body = { kind: "api-status", params: { status: 401 }, count: 1 };
    await h.qstash("/_sandbox/faults", { method: "POST", body });
    const { id } = await scheduled();
    expect(await lastOf(id)).toMatchObject({
      kind: "arm failed",
      detail: { why: "unauthorized", failures: 1 },
    });
  });

  test("that came too late, the tweet having changed, is recorded and taken back", async () => {
    const { id, revision } = await scheduled(100 * hourMs);
    h.clock.advance(60 * hourMs);
    const slow: Roost = {
      ...h.roost,
      queue: {
        ...h.roost.queue,
        publish: async (messages) => {
          await mira.caller.tweet.unschedule({ id, revision });
          return h.roost.queue.publish(messages);
        },
      },
    };
    await armTweets(slow, [id], "sweep");
    expect((await recorded(id)).slice(1)).toMatchObject([
      { kind: "arm asked", actor: "sweep" },
      { kind: "unscheduled", actor: "owner" },
      { kind: "arm overtaken", actor: "sweep" },
      { kind: "cancel asked", actor: "sweep", detail: { answer: "dropped" } },
    ]);
  });

  test.each([
    ["drops", null, "dropped"],
    ["does not drop, being in trouble,", { kind: "api-status", params: { status: 500 } }, "serverError"],
  ])("that QStash %s when asked is recorded with its answer", async (_, fault, answer) => {
    const { id, revision } = await scheduled();
    const [message] = await messagesOf(h, id);
    if (fault) await h.qstash("/_sandbox/faults", { method: "POST", body: fault });
    await mira.caller.tweet.unschedule({ id, revision });
    expect(await lastOf(id)).toEqual({
      kind: "cancel asked",
      actor: "owner",
      detail: { qstashIds: [message?.messageId], answer },
    });
  });
});

describe("an attempt", () => {
  const attempted = async (tweetId: string) => (await recorded(tweetId)).slice(4);
  const fault = (tweet: { text: string }, params: object, count: number | null = 1) =>
    xFault(h, tweet.text, "status", params, count);

  test("is recorded when a part is about to be sent, and then X's answer, in its words without the text", async () => {
    const tweet = await dueTweet(h, mira);
    await fault(tweet, { status: 400, detail: `Too purple: ${tweet.text}. Bearer abcdefghij` });
    await deliverTo(h.roost, tweet);
    expect(await attempted(tweet.id)).toMatchObject([
      { kind: "claimed", actor: "qstash" },
      { kind: "sending", actor: "qstash", detail: { part: 1, attemptId: expect.any(String) } },
      {
        kind: "answered",
        actor: "qstash",
        detail: {
          part: 1,
          answer: "response",
          status: 400,
          words: expect.stringMatching(/^Too purple: \[your text\]. \[hidden\] /),
        },
      },
      { kind: "failed", actor: "qstash" },
    ]);
  });

  test("that was posted is recorded by its move, and nothing is written before that", async () => {
    const tweet = await dueTweet(h, mira);
    await deliverTo(h.roost, tweet);
    expect((await attempted(tweet.id)).map(({ kind }) => kind)).toEqual(["claimed", "sending", "posted"]);
  });

  test("that needed a new sign-in is recorded as two, with what was renewed between them", async () => {
    const tweet = await dueTweet(h, mira);
    await fault(tweet, { status: 401 });
    await deliverTo(h.roost, tweet);
    expect(await attempted(tweet.id)).toMatchObject([
      { kind: "claimed" },
      { kind: "sending" },
      { kind: "answered", detail: { status: 401 } },
      { kind: "sign-in", detail: { result: "renewed" } },
      { kind: "sending" },
      { kind: "posted" },
    ]);
  });

  test("that could not be made for want of a sign-in is recorded with why", async () => {
    const tweet = await dueTweet(h, mira);
    await h.db.xAccount.update({ where: { id: mira.accountId }, data: { accessToken: "k1.not.a.box" } });
    await deliverTo(h.roost, tweet);
    expect(await attempted(tweet.id)).toMatchObject([
      { kind: "claimed" },
      {
        kind: "sign-in",
        detail: { result: "reconnect", words: expect.stringMatching(/could not be opened/) },
      },
      { kind: "held", detail: { scope: "account", reason: "reconnect", until: null } },
      { kind: "put off" },
    ]);
  });
});

describe("a delivery", () => {
  const delivery = (qstashId: string | null, retried: number | null, answer: string, said: string) => ({
    kind: "delivered",
    actor: "qstash",
    detail: { qstashId, retried, answer, said },
  });

  test("is recorded before what it set off, with what it was answered", async () => {
    const tweet = await dueTweet(h, mira);
    await deliverTo(h.roost, tweet);
    const all = await recorded(tweet.id);
    const [first, ...rest] = all.slice(3);
    expect(first).toEqual(delivery(null, null, "handled", "posted"));
    expect(rest.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["claimed", "posted"]));
  });

  test("that came again, or for what has changed, is recorded with why it did nothing", async () => {
    const tweet = await dueTweet(h, mira);
    await deliverTo(h.roost, tweet);
    await deliverTo(h.roost, tweet);
    expect(await lastOf(tweet.id)).toEqual(delivery(null, null, "handled", "the tweet is PUBLISHED"));
    const other = await dueTweet(h, mira);
    await mira.caller.tweet.unschedule(other);
    await deliverTo(h.roost, other);
    expect((await lastOf(other.id))?.detail).toMatchObject({ said: "revision 1 is not the present one" });
  });

  test("that is early is recorded as sent away", async () => {
    const tweet = await scheduled();
    await deliverTo(h.roost, tweet);
    expect((await lastOf(tweet.id))?.detail).toMatchObject({
      answer: "early",
      said: expect.stringMatching(/^not due for \d+ s$/),
    });
  });

  test("over HTTP is recorded with its message and how often QStash had tried", async () => {
    const tweet = await dueTweet(h, mira);
    const [message] = await messagesOf(h, tweet.id);
    const body = JSON.stringify({ tweetId: tweet.id, revision: tweet.revision });
    const send = (key: string, headers: Record<string, string>) =>
      fetch(h.deliveryUrl, {
        method: "POST",
        body,
        headers: { "Upstash-Signature": signDelivery({ key, url: h.deliveryUrl, body }), ...headers },
      });
    const named = { "Upstash-Message-Id": message?.messageId ?? "" };
    await send("sig_of_a_stranger", named);
    await send("sig_of_a_stranger", { "Upstash-Message-Id": "msg_unknown" });
    expect((await recorded(tweet.id)).slice(3)).toEqual([
      { kind: "delivery refused", actor: "qstash", detail: { qstashId: message?.messageId } },
    ]);
    await send(h.signingKey, { ...named, "Upstash-Retried": "2" });
    expect((await recorded(tweet.id))[4]).toEqual(
      delivery(message?.messageId ?? null, 2, "handled", "posted"),
    );
  });

  test("that Roost could not handle is recorded as that", async () => {
    const tweet = await dueTweet(h, mira);
    await h.db
      .$executeRaw`ALTER TABLE "Attempt" ADD CONSTRAINT "none_opened" CHECK ("endedAt" IS NOT NULL) NOT VALID`;
    await expect(deliverTo(h.roost, tweet)).rejects.toThrow();
    await h.db.$executeRaw`ALTER TABLE "Attempt" DROP CONSTRAINT "none_opened"`;
    expect((await lastOf(tweet.id))?.detail).toMatchObject({ answer: "trouble" });
  });

  test("storm fills no table", async () => {
    const tweet = await dueTweet(h, mira);
    const detail = { qstashId: null, retried: 0 };
    const before = { tweetId: tweet.id, kind: "delivered", actor: "qstash", detail } as const;
    await noteFlight(h.roost, Array(policy.history.maxEntries - 10).fill(before));
    for (let n = 0; n < 20; n += 1) await deliverTo(h.roost, tweet);
    const entries = await h.db.flightEntry.count({ where: { tweetId: tweet.id } });
    expect(entries).toBeLessThanOrEqual(policy.history.maxEntries);
    expect(await kindsOf(tweet.id)).toContain("cut");
  });
});
