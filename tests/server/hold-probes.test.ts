// Without credits, or with app credentials that X refuses, one tweet now and then goes ahead and finds out.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow, xFault } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import type { Person } from "../support/roost-harness";
import { frozenWorker } from "../support/settling";
import { emptiedRoost } from "../support/shared-roost";
import { dueThread } from "../support/thread";
import { waitFor } from "../support/wait-for";

const { h } = emptiedRoost();
const prefix = () => `probe ${randomUUID().slice(0, 8)}`;
const graceMs = policy.evidence.graceMs + 1000;
const untilProbeMs = policy.publish.probeMs + 1000;

let people: Person[];
let texts: string[];

beforeEach(async () => {
  await h.db.appHold.deleteMany();
  await h.x("/_sandbox/faults", { method: "DELETE" });
  people = [];
  for (let n = 0; n < 5; n += 1) people.push(await h.signUp(`p_${randomUUID().slice(0, 8)}`));
  texts = people.map(prefix);
});

/** A due tweet each, "however late"; the first of them has met the fault, which lasts. */
async function heldTweets(kind: string, params: object) {
  const tweets = [];
  for (const [index, person] of people.entries()) {
    tweets.push({ person, tweet: await dueTweet(h, person, texts[index]) });
  }
  await h.db.tweet.updateMany({ data: { latenessLimitS: null } });
  await h.x("/_sandbox/faults", { method: "POST", body: { kind, params } });
  const [first] = tweets;
  if (!first) throw new Error("nobody");
  await deliverTo(h.roost, first.tweet);
  return tweets;
}

const callsOfAll = async () => (await Promise.all(texts.map((text) => createCalls(h, text)))).flat().length;
const statesOf = async (tweets: { tweet: { id: string } }[]) =>
  (await h.db.tweet.findMany({ where: { id: { in: tweets.map(({ tweet }) => tweet.id) } } })).map(
    ({ status }) => status,
  );
const hold = () => h.db.appHold.findFirst();

async function sweepAfter(ms: number) {
  h.clock.advance(ms);
  await sweepNow(h.roost);
}

describe("without credits", () => {
  test("nothing goes out before the probe's time, by sweep or by delivery", async () => {
    const tweets = await heldTweets("status", { status: 402 });
    expect(await callsOfAll()).toBe(1);
    await sweepAfter(graceMs);
    for (const { tweet } of tweets) await deliverTo(h.roost, tweet);
    expect(await callsOfAll()).toBe(1);
    expect(await hold()).toMatchObject({ reason: "noCredits", until: null });
  });

  test("one tweet goes ahead every quarter of an hour, and its failure renews the hold since when it stood", async () => {
    await heldTweets("status", { status: 402 });
    const begun = await hold();
    for (let round = 2; round <= 4; round += 1) {
      await sweepAfter(untilProbeMs + graceMs);
      expect(await callsOfAll()).toBe(round);
      await sweepAfter(60_000);
      expect(await callsOfAll()).toBe(round);
    }
    const renewed = await hold();
    expect(renewed?.since).toEqual(begun?.since);
    expect(renewed?.probeAfter?.getTime()).toBeGreaterThan((await h.clock.now()).getTime());
  });

  test("a dozen failed probes fail no tweet: they wait for credits, not for luck", async () => {
    const tweets = await heldTweets("status", { status: 402 });
    await h.db.tweet.updateMany({
      where: { id: { not: tweets[0]?.tweet.id ?? "" } },
      data: { status: "CANCELLED", qstashId: null },
    });
    for (let round = 0; round < policy.publish.maxAttempts + 2; round += 1) {
      await sweepAfter(untilProbeMs + graceMs);
    }
    expect(await createCalls(h, texts[0] ?? "")).toHaveLength(policy.publish.maxAttempts + 3);
    expect((await statesOf(tweets.slice(0, 1)))[0]).toBe("SCHEDULED");
  });

  test("of many deliveries at once when the probe is due, one calls X", async () => {
    const tweets = await heldTweets("status", { status: 402 });
    h.clock.advance(untilProbeMs);
    await Promise.all(tweets.map(({ tweet }) => deliverTo(h.roost, tweet)));
    expect(await callsOfAll()).toBe(2);
    const attempts = await h.db.attempt.groupBy({ by: ["outcome"], _count: true });
    expect(attempts).toMatchObject([{ outcome: "held", _count: 2 }]);
  });

  test("the probe that X takes lifts the hold for all, and each goes out once", async () => {
    const tweets = await heldTweets("status", { status: 402 });
    await h.x("/_sandbox/faults", { method: "DELETE" });
    await sweepAfter(untilProbeMs + graceMs);
    expect(await hold()).toBeNull();
    expect((await statesOf(tweets)).filter((status) => status === "PUBLISHED")).toHaveLength(1);
    await sweepAfter(graceMs);
    expect(new Set(await statesOf(tweets))).toEqual(new Set(["PUBLISHED"]));
    expect(await callsOfAll()).toBe(tweets.length + 1);
  });

  test("a hold that X asks for again, while the answer to its probe is on its way, is not lifted by it", async () => {
    await heldTweets("status", { status: 402 });
    await h.x("/_sandbox/faults", { method: "DELETE" });
    const [prober, other] = people;
    if (!prober || !other) throw new Error("nobody");
    const probe = await dueTweet(h, prober);
    h.clock.advance(untilProbeMs);
    const { frozen, release } = frozenWorker(h.roost);
    const delivered = deliverTo(frozen, probe);
    await waitFor(async () => (await ledgerOf(h, probe.text)).length > 0);
    // The last credit went with it: the next probe finds none.
    const late = await dueTweet(h, other);
    await xFault(h, late.text, "status", { status: 402 });
    h.clock.advance(untilProbeMs);
    await deliverTo(h.roost, late);
    const renewed = await hold();
    release();
    await delivered;
    expect(await wholeTweet(h.db, probe.id)).toMatchObject({ status: "PUBLISHED" });
    expect(await hold()).toEqual(renewed);
    expect(renewed).toMatchObject({ reason: "noCredits" });
  });

  test("a thread whose first part is the probe, and whose second meets the hold again, does not lift it", async () => {
    const tweets = await heldTweets("status", { status: 402 });
    await h.db.tweet.updateMany({
      where: { id: { in: tweets.map(({ tweet }) => tweet.id) } },
      data: { status: "CANCELLED", qstashId: null },
    });
    await h.x("/_sandbox/faults", { method: "DELETE" });
    const [person] = people;
    if (!person) throw new Error("nobody");
    const thread = await dueThread(h, person, ["the last credit", "one too many"]);
    await xFault(h, "one too many", "status", { status: 402 });
    h.clock.advance(untilProbeMs);
    await deliverTo(h.roost, thread);
    expect((await wholeTweet(h.db, thread.id)).parts.map(({ state }) => state)).toEqual(["SENT", "WAITING"]);
    expect(await hold()).toMatchObject({ reason: "noCredits" });
  });

  test("a probe that X refuses for its own sake fails alone, and the next one goes ahead at the next sweep", async () => {
    const tweets = await heldTweets("status", { status: 402 });
    await h.x("/_sandbox/faults", { method: "DELETE" });
    await h.x("/_sandbox/faults", {
      method: "POST",
      body: { kind: "status", params: { status: 400 }, count: 2 },
    });
    const states = async () => (await statesOf(tweets)).filter((status) => status !== "SCHEDULED").sort();
    await sweepAfter(untilProbeMs + graceMs);
    expect(await states()).toEqual(["FAILED"]);
    expect(await hold()).toMatchObject({ reason: "noCredits" });
    await sweepAfter(60_000);
    expect(await states()).toEqual(["FAILED", "FAILED"]);
    await sweepAfter(60_000);
    expect(await states()).toEqual(["FAILED", "FAILED", "PUBLISHED"]);
    expect(await hold()).toBeNull();
  });

  test("a probe that X puts off for its account's sake takes nobody's turn: the next one goes ahead at the next sweep", async () => {
    const tweets = await heldTweets("status", { status: 402 });
    await h.x("/_sandbox/faults", { method: "DELETE" });
    const limited = { kind: "status", params: { status: 429 }, count: 2 };
    await h.x("/_sandbox/faults", { method: "POST", body: limited });
    const heldAccounts = () => h.db.xAccount.count({ where: { holdReason: "rateLimit" } });
    await sweepAfter(untilProbeMs + graceMs);
    expect([await heldAccounts(), await callsOfAll()]).toEqual([1, 2]);
    await sweepAfter(60_000);
    expect([await heldAccounts(), await callsOfAll()]).toEqual([2, 3]);
    await sweepAfter(60_000);
    expect(await statesOf(tweets)).toContain("PUBLISHED");
    expect(await hold()).toBeNull();
  });

  test("everybody whose tweets wait is told once, however often the probe fails", async () => {
    await heldTweets("status", { status: 402 });
    for (let round = 0; round < 3; round += 1) await sweepAfter(untilProbeMs + graceMs);
    const told = await h.db.notification.findMany({ where: { kind: "noCredits" } });
    expect(told.map(({ userId }) => userId).sort()).toEqual(people.map(({ userId }) => userId).sort());
  });
});

describe("an operator's hold beside it", () => {
  test("lets no probe through", async () => {
    const tweets = await heldTweets("status", { status: 402 });
    await h.db.appHold.create({ data: { reason: "paused", since: new Date(), detail: "restored" } });
    await h.x("/_sandbox/faults", { method: "DELETE" });
    await sweepAfter(untilProbeMs + graceMs);
    for (const { tweet } of tweets) await deliverTo(h.roost, tweet);
    expect(await callsOfAll()).toBe(1);
  });
});

describe("an account on hold of its own", () => {
  test("is no probe, and uses no probe up", async () => {
    const tweets = await heldTweets("status", { status: 402 });
    await h.x("/_sandbox/faults", { method: "DELETE" });
    await h.db.xAccount.updateMany({ data: { pausedAt: new Date() } });
    await sweepAfter(untilProbeMs + graceMs);
    for (const { tweet } of tweets) await deliverTo(h.roost, tweet);
    expect(await callsOfAll()).toBe(1);
    await h.db.xAccount.updateMany({ data: { pausedAt: null } });
    await sweepAfter(1000);
    expect(await callsOfAll()).toBe(2);
  });
});

test("a tweet held past its lateness limit is missed, and says that credits were what it waited for", async () => {
  const tweets = await heldTweets("status", { status: 402 });
  await h.db.tweet.updateMany({ data: { latenessLimitS: 60 } });
  await sweepAfter(120_000);
  for (const { tweet } of tweets) {
    const row = await wholeTweet(h.db, tweet.id);
    expect(row).toMatchObject({ status: "FAILED", failureKind: "missed" });
    expect(row.failureDetail).toContain("no credits");
    expect(row.events.at(-1)?.detail).toMatchObject({ cause: "hold", hold: "noCredits" });
  }
  expect(await callsOfAll()).toBe(1);
});
