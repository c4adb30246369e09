import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow, xFault } from "../support/due-tweet";
import { freePort } from "../support/free-port";
import { wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet, type Person } from "../support/roost-harness";
import { advanceTo } from "../support/settling";
import { sharedRoost } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";
import { waitFor } from "../support/wait-for";

const h = sharedRoost();

afterEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
  await h.db.appHold.deleteMany();
});

const signUp = (): Promise<Person> => h.signUp(`p_${randomUUID().slice(0, 8)}`);
const view = (person: Person, id: string) => person.caller.tweet.get({ id });

const hourMs = 3_600_000;
const limitMs = 12 * 60_000;
const dayCapMs = 40 * 60_000;

describe("429", () => {
  async function limited(params: object = {}, aheadMs = limitMs) {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    const seconds = aheadMs / 1000;
    await xFault(h, tweet.text, "status", { status: 429, resetAfterSeconds: seconds, ...params }, 1);
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "later" });
    const row = await wholeTweet(h.db, tweet.id);
    return { person, tweet, row };
  }

  test("puts the tweet off and holds the account until the limit's reset", async () => {
    const { person, tweet, row } = await limited();
    expect(row).toMatchObject({ status: "SCHEDULED", revision: tweet.revision, leaseUntil: null });
    const waitMs = (row.nextAttemptAt?.getTime() ?? 0) - (await h.clock.now()).getTime();
    expect(waitMs).toBeGreaterThan(limitMs - 5000);
    expect(waitMs).toBeLessThan(limitMs + 5000);
    const [account] = await person.caller.account.list();
    expect(account?.hold).toMatchObject({ reason: "rateLimit", until: row.nextAttemptAt });
    expect(await view(person, tweet.id)).toMatchObject({ state: "onHold", scheduledFor: tweet.scheduledFor });
    h.clock.advance(60_000);
    await sweepNow(h.roost);
    expect((await deliverTo(h.roost, tweet)).kind).toBe("early");
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test.each([
    ["in the wrong unit", 1000 * Date.now()],
    ["in a year", 365 * 24 * hourMs],
  ])("with a reset that no limit of X's can have, %s, is tried again soon", async (_, aheadMs) => {
    const { person, row } = await limited({}, aheadMs);
    const soonMs = (await h.clock.now()).getTime() + policy.publish.laterMs;
    expect(row.nextAttemptAt?.getTime()).toBeLessThanOrEqual(soonMs);
    expect(await person.caller.account.list()).toMatchObject([{ hold: { until: row.nextAttemptAt } }]);
  });

  test.each([
    ["429 with resets", { status: 429, resetAfterSeconds: 900 }],
    [
      "the day's limit of posts",
      { problem: "not-permitted", detail: "User is over daily status update limit." },
    ],
  ])("as %s is waited out by a tweet that may go out however late, however often", async (_, params) => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await h.db.tweet.update({ where: { id: tweet.id }, data: { latenessLimitS: null } });
    await xFault(h, tweet.text, "status", params);
    await deliverTo(h.roost, tweet);
    for (let tries = 1; tries <= policy.publish.maxAttempts; tries += 1) {
      await advanceTo(h, (await wholeTweet(h.db, tweet.id)).nextAttemptAt);
      h.clock.advance(policy.evidence.graceMs + 1000);
      await sweepNow(h.roost);
    }
    expect((await createCalls(h, tweet.text)).length).toBeGreaterThan(policy.publish.maxAttempts);
    expect((await wholeTweet(h.db, tweet.id)).status).toBe("SCHEDULED");
  });

  test("is over at its reset: the sweep posts the tweet, once", async () => {
    const { person, tweet, row } = await limited();
    await advanceTo(h, row.nextAttemptAt);
    h.clock.advance(policy.evidence.graceMs + 1000);
    await sweepNow(h.roost);
    expect(await view(person, tweet.id)).toMatchObject({ state: "posted", isLate: true });
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
    expect(await person.caller.account.list()).toMatchObject([{ hold: null }]);
  });

  test("is over at its reset: QStash has a new message for that second, and its delivery posts the tweet", async () => {
    const { person, tweet, row } = await limited();
    const nextMs = row.nextAttemptAt?.getTime() ?? 0;
    const alive = await messagesOf(h, tweet.id);
    const useful = alive.filter(({ messageId }) => messageId === row.qstashId);
    expect(useful).toMatchObject([{ revision: tweet.revision }]);
    expect(useful[0]?.notBefore).toBe(Math.ceil(nextMs / 1000) * 1000);
    await advanceTo(h, row.nextAttemptAt);
    await deliverTo(h.roost, tweet);
    expect((await view(person, tweet.id)).state).toBe("posted");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });

  test.each(["user", "app"] as const)(
    "at the day's cap of the %s holds just that until the day's reset",
    async (dayCap) => {
      const { person, tweet, row } = await limited({ dayCap }, dayCapMs);
      const waitMs = (row.nextAttemptAt?.getTime() ?? 0) - (await h.clock.now()).getTime();
      expect(waitMs).toBeGreaterThan(dayCapMs - 5000);
      const [account] = await person.caller.account.list();
      expect(account?.hold?.reason ?? null).toBe(dayCap === "user" ? "rateLimit" : null);
      expect(await h.db.appHold.count()).toBe(dayCap === "app" ? 1 : 0);
      expect(await createCalls(h, tweet.text)).toHaveLength(1);
    },
  );

  test("makes the account's other tweets wait without asking X, and nobody else's", async () => {
    const { person } = await limited();
    const [own, other] = [await dueTweet(h, person), await signUp()];
    await h.db.xAccount.update({
      where: { id: person.accountId },
      data: { holdUntil: new Date((await h.clock.now()).getTime() + limitMs) },
    });
    await deliverTo(h.roost, own);
    h.clock.advance(60_000);
    await sweepNow(h.roost);
    expect(await createCalls(h, own.text)).toEqual([]);
    const free = await dueTweet(h, other);
    await deliverTo(h.roost, free);
    expect((await view(other, free.id)).state).toBe("posted");
  });

  test("again and again is not for ever: after the last attempt the tweet fails and says so", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await h.db.tweet.update({ where: { id: tweet.id }, data: { latenessLimitS: 7 * 24 * 3600 } });
    await xFault(h, tweet.text, "status", { status: 429, resetAfterSeconds: 0 });
    for (let attempt = 1; attempt <= policy.publish.maxAttempts; attempt += 1) {
      await deliverTo(h.roost, tweet);
      await advanceTo(h, (await wholeTweet(h.db, tweet.id)).nextAttemptAt);
    }
    expect((await view(person, tweet.id)).state).toBe("queued");
    await deliverTo(h.roost, tweet);
    expect(await view(person, tweet.id)).toMatchObject({
      state: "failed",
      failure: { kind: "tooManyAttempts" },
    });
    expect(await createCalls(h, tweet.text)).toHaveLength(policy.publish.maxAttempts);
  });
});

describe("402", () => {
  test("holds the whole app, asks again after a quarter of an hour, and posts when there are credits", async () => {
    const [first, second] = [await signUp(), await signUp()];
    const waiting = await second.caller.tweet.schedule(newTweet(second, await h.clock.now(), hourMs));
    const broke = await dueTweet(h, first);
    await xFault(h, broke.text, "status", { status: 402 }, 1);
    await deliverTo(h.roost, broke);
    await deliverTo(h.roost, waiting);
    for (const [person, tweet] of [
      [first, broke],
      [second, waiting],
    ] as const) {
      expect((await view(person, tweet.id)).state).toBe("onHold");
      expect(await person.caller.account.list()).toMatchObject([{ hold: null }]);
    }
    expect(await createCalls(h, waiting.text)).toEqual([]);
    h.clock.advance(policy.publish.probeMs + policy.evidence.graceMs + 1000);
    await sweepNow(h.roost);
    h.clock.advance(policy.evidence.graceMs + 1000);
    await sweepNow(h.roost);
    for (const [person, tweet] of [
      [first, broke],
      [second, waiting],
    ] as const) {
      expect((await view(person, tweet.id)).state).toBe("posted");
      expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
    }
  });
});

describe("no connection", () => {
  test("to X puts the tweet off without any doubt, and it is posted when X is back", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    const cutOff = h.variant({ X_API_BASE_URL: `http://127.0.0.1:${await freePort()}` });
    expect(await deliverTo(cutOff, tweet)).toEqual({ kind: "handled", said: "later" });
    const row = await wholeTweet(h.db, tweet.id);
    expect(row).toMatchObject({ status: "SCHEDULED", attempts: [{ outcome: "later" }] });
    expect(row.parts).toMatchObject([{ state: "WAITING", sendingAt: null }]);
    expect(row.attempts[0]?.detail).toContain("ECONNREFUSED");
    expect((await view(person, tweet.id)).state).toBe("queued");
    await advanceTo(h, row.nextAttemptAt);
    await deliverTo(h.roost, tweet);
    expect((await view(person, tweet.id)).state).toBe("posted");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });
});

describe("a stop that its owner asks for while the tweet is going out", () => {
  /** Cancels as soon as the first call stands at X. */
  async function stopMeanwhile(person: Person, tweet: { id: string; revision: number }) {
    await waitFor(async () => (await view(person, tweet.id)).state === "posting");
    const refusal = await refusalOf(person.caller.tweet.cancel({ id: tweet.id, revision: tweet.revision }));
    expect(refusal).toMatchObject({ code: "NOT_ALLOWED", tweet: { state: "posting" } });
    expect(refusal.message).toMatch(/going out/);
  }

  test("is honoured before it is sent again after a refresh", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "status", { status: 401 }, 1);
    await h.x("/_sandbox/faults", {
      method: "POST",
      body: { kind: "refresh-slow", params: { ms: 600 }, match: { handle: person.handle }, count: 1 },
    });
    const going = deliverTo(h.roost, tweet);
    await stopMeanwhile(person, tweet);
    expect(await going).toEqual({ kind: "handled", said: "refused" });
    expect(await view(person, tweet.id)).toMatchObject({ state: "failed", failure: { kind: "stopped" } });
    expect(await ledgerOf(h, tweet.text)).toEqual([]);
  });

  test("is honoured when X puts the tweet off: it is not sent again later", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "slow", { ms: 600 }, 1);
    await xFault(h, tweet.text, "status", { status: 429, resetAfterSeconds: 0 }, 1);
    const going = deliverTo(h.roost, tweet);
    await stopMeanwhile(person, tweet);
    await going;
    expect(await view(person, tweet.id)).toMatchObject({ state: "failed", failure: { kind: "stopped" } });
    h.clock.advance(policy.publish.laterMs + policy.evidence.graceMs + 1000);
    await deliverTo(h.roost, tweet);
    await sweepNow(h.roost);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
    expect(await ledgerOf(h, tweet.text)).toEqual([]);
  });

  test("comes too late for a post that X takes: it is posted, and says so", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "slow", { ms: 600 }, 1);
    const going = deliverTo(h.roost, tweet);
    await stopMeanwhile(person, tweet);
    expect(await going).toEqual({ kind: "handled", said: "posted" });
    expect((await view(person, tweet.id)).state).toBe("posted");
  });
});
