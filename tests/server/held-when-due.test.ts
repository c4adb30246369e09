// A hold that ends before a tweet's time holds it up in no word of the studio: neither its row, nor the truth line, nor
// the banner, nor what "Cancel them all" cancels.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { placeTweet } from "../support/placed-tweet";
import { newTweet } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";

const { h, mira } = emptiedRoost();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

beforeEach(() => h.db.appHold.deleteMany());

const schedule = async (aheadMs: number) =>
  mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), aheadMs));
const states = async () =>
  (await mira.caller.tweet.get_queue({ verify: false })).upcoming.map(({ state }) => state);
const truth = async () => (await mira.caller.tweet.get_queue({ verify: false })).truth;
const banner = () => mira.caller.notification.banner();
const cancelHeld = () => mira.caller.account.cancel_held({ accountId: mira.accountId });

/** X's limit of this account is used up for a quarter of an hour. */
async function limit(): Promise<void> {
  const now = await h.clock.now();
  const holdUntil = new Date(now.getTime() + 15 * minuteMs);
  const data = { holdReason: "rateLimit", holdUntil, holdSince: now };
  await h.db.xAccount.update({ where: { id: mira.accountId }, data });
}

/** The same of the whole app, or a hold on it that no time ends. */
async function holdApp(reason: "rateLimit" | "noCredits"): Promise<void> {
  const since = await h.clock.now();
  const isLimit = reason === "rateLimit";
  const until = isLimit ? new Date(since.getTime() + 15 * minuteMs) : null;
  const probeAfter = isLimit ? null : new Date(since.getTime() + 15 * minuteMs);
  await h.db.appHold.create({ data: { reason, since, until, probeAfter } });
}

describe("a limit that ends before a tweet's time", () => {
  test("leaves tomorrow's tweets queued, in their rows and in the truth line, and the banner says nothing", async () => {
    for (const _ of [1, 2, 3]) await schedule(24 * hourMs);
    await limit();
    expect(await states()).toEqual(["queued", "queued", "queued"]);
    expect(await truth()).toMatchObject({ kind: "verified", queued: 3, pending: 0, onHold: 0 });
    expect(await banner()).toEqual([]);
  });

  test("holds what is due before its end, and the banner and its button are about that alone", async () => {
    const soon = await schedule(10 * minuteMs);
    const later = await schedule(24 * hourMs);
    await limit();
    expect(await states()).toEqual(["onHold", "queued"]);
    expect(await truth()).toMatchObject({ kind: "verified", queued: 1, pending: 0, onHold: 1 });
    expect(await banner()).toMatchObject([
      { kind: "rateLimit", waiting: 1, next: "One tweet waits for it.", acts: ["cancelHeld"] },
    ]);
    expect(await cancelHeld()).toMatchObject({ cancelled: 1, undoable: [{ id: soon.id }], left: 0 });
    expect(await states()).toEqual(["queued"]);
    expect(await mira.caller.tweet.get({ id: later.id })).toMatchObject({ revision: later.revision });
  });

  test("holds a thread that has started, whose time is past", async () => {
    const now = await h.clock.now();
    const startedAt = new Date(now.getTime() - 1000);
    const changes = { startedAt, scheduledFor: new Date(Math.floor(startedAt.getTime() / 1000) * 1000) };
    await placeTweet(h.db, now, { ...mira, status: "SCHEDULED", changes });
    await schedule(24 * hourMs);
    await limit();
    expect(await truth()).toMatchObject({ queued: 1, onHold: 1 });
    expect(await banner()).toMatchObject([{ waiting: 1, started: 1 }]);
    expect(await cancelHeld()).toMatchObject({ cancelled: 0, stopped: 1, left: 0 });
  });

  test("leaves the cancelling to the pause beside it, which holds them all", async () => {
    await schedule(10 * minuteMs);
    await schedule(24 * hourMs);
    await limit();
    await mira.caller.account.pause({ accountId: mira.accountId });
    expect(await truth()).toMatchObject({ queued: 0, onHold: 2 });
    expect(await banner()).toMatchObject([
      { kind: "rateLimit", waiting: 1, acts: [] },
      { kind: "paused", waiting: 2, acts: ["unpause", "cancelHeld"] },
    ]);
    expect(await cancelHeld()).toMatchObject({ cancelled: 2, left: 0 });
  });
});

describe("a limit of the whole app that ends before a tweet's time", () => {
  test("leaves tomorrow's tweets queued, and says so", async () => {
    await schedule(10 * minuteMs);
    await schedule(24 * hourMs);
    await holdApp("rateLimit");
    expect(await states()).toEqual(["onHold", "queued"]);
    expect(await truth()).toMatchObject({ kind: "verified", queued: 1, onHold: 1 });
    expect(await banner()).toMatchObject([{ kind: "rateLimit", account: null, waiting: 1, acts: [] }]);
  });

  test("does not hide another hold of the app that is still in force then", async () => {
    await schedule(24 * hourMs);
    await holdApp("rateLimit");
    await holdApp("noCredits");
    expect(await states()).toEqual(["onHold"]);
    expect(await truth()).toMatchObject({ queued: 0, onHold: 1 });
    expect(await banner()).toMatchObject([
      { kind: "noCredits", waiting: 1 },
      { kind: "rateLimit", waiting: 0 },
    ]);
  });

  test("adds nothing to what an account's own hold cancels", async () => {
    await schedule(10 * minuteMs);
    await schedule(24 * hourMs);
    await limit();
    await holdApp("noCredits");
    const [, own] = await banner();
    expect(own).toMatchObject({ kind: "rateLimit", account: { id: mira.accountId }, waiting: 1 });
    expect(await cancelHeld()).toMatchObject({ cancelled: 1, left: 0 });
  });
});

test("one person's holds and tweets are nobody else's", async () => {
  const tom = await h.signUp(`tom_${randomUUID().slice(0, 6)}`);
  await tom.caller.tweet.schedule(newTweet(tom, await h.clock.now(), 10 * minuteMs));
  await schedule(10 * minuteMs);
  await limit();
  await holdApp("rateLimit");
  expect(await tom.caller.notification.banner()).toMatchObject([{ account: null, waiting: 1 }]);
  expect((await banner()).map(({ waiting }) => waiting)).toEqual([1, 1]);
});
