// Whoever runs Roost holds all posting, as after a restored backup, and lets it go again.
import { beforeEach, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { runByHand } from "../../reconciler/by-hand";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow } from "../support/due-tweet";
import { emptiedRoost } from "../support/shared-roost";

const { h, mira } = emptiedRoost();
const graceMs = policy.evidence.graceMs + 1000;
const byHand = (...args: string[]) => runByHand(h.roost, args);

beforeEach(() => h.db.appHold.deleteMany());

test("a held app posts nothing, by delivery or by sweep, and everybody sees why", async () => {
  const tweet = await dueTweet(h, mira);
  expect(await byHand("--hold", "restored from a backup")).toMatch(
    /restored from a backup\n1 tweets are due/,
  );
  await deliverTo(h.roost, tweet);
  h.clock.advance(graceMs);
  await sweepNow(h.roost);
  expect(await createCalls(h, tweet.text)).toEqual([]);
  const shown = await mira.caller.tweet.get({ id: tweet.id });
  expect(shown).toMatchObject({ state: "onHold", hold: expect.stringContaining("Whoever runs Roost") });
});

test("no time and no probe ends it", async () => {
  const tweet = await dueTweet(h, mira);
  await h.db.tweet.updateMany({ data: { latenessLimitS: null } });
  await byHand("--hold", "restored");
  h.clock.advance(30 * 24 * 3_600_000);
  await sweepNow(h.roost);
  await deliverTo(h.roost, tweet);
  expect(await createCalls(h, tweet.text)).toEqual([]);
});

test("released, what waits goes out once", async () => {
  const tweet = await dueTweet(h, mira);
  await byHand("--hold", "restored");
  await deliverTo(h.roost, tweet);
  expect(await byHand("--release")).toMatch(/^Lifted: paused/);
  await deliverTo(h.roost, tweet);
  h.clock.advance(graceMs);
  await sweepNow(h.roost);
  expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
});

test("what waited too long is missed, and says that posting was paused", async () => {
  const tweet = await dueTweet(h, mira);
  await byHand("--hold", "restored");
  h.clock.advance(2 * 3_600_000);
  await sweepNow(h.roost);
  const { failure } = await mira.caller.tweet.get({ id: tweet.id });
  expect(failure).toMatchObject({ kind: "missed", detail: expect.stringContaining("paused") });
});

test("asked twice it is one hold, since the first, with the newer reason", async () => {
  await byHand("--hold", "one");
  const [first] = await h.db.appHold.findMany();
  h.clock.advance(60_000);
  await byHand("--hold", "two");
  expect(await h.db.appHold.findMany()).toEqual([{ ...first, detail: "two" }]);
});

test("releasing by name ends just that, and all ends all", async () => {
  const since = new Date();
  await h.db.appHold.createMany({
    data: ["noCredits", "badApp", "paused"].map((reason) => ({ reason, since, probeAfter: since })),
  });
  expect(await byHand("--release", "noCredits")).toMatch(/^Lifted: noCredits/);
  expect(await h.db.appHold.count()).toBe(2);
  await byHand("--release", "all");
  expect(await h.db.appHold.count()).toBe(0);
  expect(await byHand("--release", "all")).toMatch(/There is no hold/);
});

test("a hold without a reason, and a word that is not known, are refused in a sentence", async () => {
  await expect(byHand("--hold")).rejects.toThrow(/Say why/);
  await expect(byHand("--hold", "--release")).rejects.toThrow(/Say why/);
  await expect(byHand("--hald", "x")).rejects.toThrow(/--hald/);
  expect(await byHand()).toBeNull();
  expect(await h.db.appHold.count()).toBe(0);
});
