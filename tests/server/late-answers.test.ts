// What is learned, asked or said when it is nearly too late.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { claimTweet } from "~/server/tweets/claim";
import { runOnPool } from "~/server/tweets/publication-pool";
import { recordOutcome } from "~/server/tweets/record-outcome";
import { settleTweet } from "~/server/tweets/settle";
import { sweep } from "~/server/tweets/sweep";
import { jobsAtX } from "~/server/tweets/work-at-x";
import { deliverTo, dueTweet, ledgerOf } from "../support/due-tweet";
import { placeTweet } from "../support/placed-tweet";
import type { Person } from "../support/roost-harness";
import {
  advanceTo,
  diesAfterPosting,
  diesSending,
  frozenWorker,
  leaveInDoubt,
  settleToRest,
} from "../support/settling";
import { sharedRoost } from "../support/shared-roost";
import { storyOf } from "../support/story";
import { waitFor } from "../support/wait-for";

const h = sharedRoost();

const hourMs = 3_600_000;
const signUp = () => h.signUp(`p_${randomUUID().slice(0, 8)}`);
const see = (person: Person, id: string) => person.caller.tweet.get({ id });

async function learnPosted(claim: Parameters<typeof recordOutcome>[1], xId: string) {
  const now = await h.clock.now();
  const posted = { kind: "posted", xId } as const;
  const { isRecorded } = await h.db.$transaction((tx) => recordOutcome(tx, claim, posted, now));
  return isRecorded;
}

describe("an answer of X's that comes after its attempt was given up", () => {
  test("is recorded while the tweet waits for its owner's word", async () => {
    const person = await signUp();
    const { tweet, claim } = await diesSending(h, person);
    await leaveInDoubt(h, person, tweet.id);
    expect(await learnPosted(claim, "1001")).toBe(true);
    const seen = await see(person, tweet.id);
    expect(seen).toMatchObject({ state: "posted" });
    expect(seen.postUrl).toContain("/status/1001");
  });

  test("says when X had it, though Roost learns it only hours later: then it was in time", async () => {
    const person = await signUp();
    const { tweet, claim, xId } = await diesAfterPosting(h, person);
    const end = await h.clock.now();
    await leaveInDoubt(h, person, tweet.id);
    h.clock.advance(2 * hourMs);
    expect(await learnPosted(claim, xId)).toBe(true);
    const { publishedAt, isLate } = await see(person, tweet.id);
    expect(isLate).toBe(false);
    expect(publishedAt?.getTime()).toBeLessThanOrEqual(end.getTime());
    expect((await storyOf(person, tweet.id)).answer).toMatch(/^Yes\. .*; Roost learned of it at /);
  });

  test("wins over its owner's word: the tweet is Posted with the text that is up, and the new text is not sent", async () => {
    const person = await signUp();
    const { tweet, claim } = await diesSending(h, person);
    await leaveInDoubt(h, person, tweet.id);
    const denied = await person.caller.tweet.resolve({
      id: tweet.id,
      revision: tweet.revision,
      part: 1,
      isUp: false,
    });
    const edited = await person.caller.tweet.edit({
      id: tweet.id,
      revision: denied.revision,
      text: "another text",
    });
    const scheduledFor = new Date((await h.clock.now()).getTime() + hourMs);
    const again = await person.caller.tweet.schedule({
      id: tweet.id,
      revision: edited.revision,
      scheduledFor,
    });
    expect(await learnPosted(claim, "1002")).toBe(true);
    expect(await see(person, tweet.id)).toMatchObject({ state: "posted", text: tweet.text });
    const [notice] = (await person.caller.notification.list()).notices;
    expect(notice).toMatchObject({ kind: "upAfterAll", isOver: false });
    expect(notice?.title).toMatch(/in place of the new ones/);
    const { lines } = await storyOf(person, tweet.id);
    expect(lines.at(-1)).toMatch(/It stands in place of other words, which were: "another text"\.$/);
    h.clock.advance(hourMs);
    await h.deliver({ tweetId: tweet.id, revision: again.revision });
    expect((await h.x("/_sandbox/tweets?text=another%20text")).tweets).toEqual([]);
  });
});

describe("a part that X has created twice", () => {
  async function toldTwice(person: Person, id: string, xId: string) {
    const { notices, unread } = await person.caller.notification.list();
    expect(unread.count).toBeGreaterThan(0);
    expect(notices.filter(({ kind }) => kind === "upTwice")).toMatchObject([{ tweetId: id, isOver: false }]);
    const { lines } = await storyOf(person, id);
    expect(lines.filter((line) => line.includes(`a second time, as post ${xId}.`))).toHaveLength(1);
  }

  test("is told, once, and keeps the id that was recorded first", async () => {
    const person = await signUp();
    const { tweet, claim } = await diesSending(h, person);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    const { postUrl } = await see(person, tweet.id);
    expect(await learnPosted(claim, "1003")).toBe(false);
    await learnPosted(claim, "1003");
    expect((await see(person, tweet.id)).postUrl).toBe(postUrl);
    const notices = await h.db.notification.findMany({ where: { userId: person.userId } });
    expect(notices.map(({ kind }) => kind)).toEqual(["upTwice"]);
  });

  test("is known by both ids", async () => {
    const person = await signUp();
    const { tweet, claim } = await diesSending(h, person);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    await learnPosted(claim, "1004");
    await toldTwice(person, tweet.id, "1004");
  });

  test("is told no longer, and not at all, where the other post is that of another tweet", async () => {
    const person = await signUp();
    const { tweet, claim } = await diesSending(h, person);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    await learnPosted(claim, "1006");
    await toldTwice(person, tweet.id, "1006");
    const other = await placeTweet(h.db, await h.clock.now(), { ...person, status: "PUBLISHED" });
    await h.db.part.deleteMany({ where: { tweetId: other.id } });
    const part = { tweetId: other.id, position: 1, text: "same", state: "SENT", sentAt: new Date() } as const;
    await h.db.part.create({ data: { id: randomUUID(), ...part, xId: "1006" } });
    const { notices, unread } = await person.caller.notification.list();
    expect(notices).toMatchObject([{ kind: "upTwice", isOver: true }]);
    expect(unread.count).toBe(0);
    await h.db.notification.deleteMany({ where: { userId: person.userId } });
    await learnPosted(claim, "1006");
    expect((await person.caller.notification.list()).notices).toEqual([]);
  });

  test("hears nothing of it where the late answer names the very post that was found", async () => {
    const person = await signUp();
    const { tweet, claim, xId } = await diesAfterPosting(h, person);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    await learnPosted(claim, xId);
    expect((await person.caller.notification.list()).notices).toEqual([]);
  });

  test("is told where an answer about the old words comes while the new ones are on their way", async () => {
    const person = await signUp();
    const { tweet, claim } = await diesSending(h, person);
    await leaveInDoubt(h, person, tweet.id);
    const denied = await person.caller.tweet.resolve({
      id: tweet.id,
      revision: tweet.revision,
      part: 1,
      isUp: false,
    });
    const text = `new ${randomUUID()}`;
    const edited = await person.caller.tweet.edit({ id: tweet.id, revision: denied.revision, text });
    const again = await person.caller.tweet.post_now({ id: tweet.id, revision: edited.revision });
    h.clock.advance(5000);
    const { frozen, release } = frozenWorker(h.roost);
    const delivery = deliverTo(frozen, again);
    const [post] = await waitFor(async () => {
      const posts = await ledgerOf(h, text);
      return posts.length > 0 ? posts : null;
    });
    expect(await learnPosted(claim, "1005")).toBe(true);
    release();
    await delivery;
    expect((await see(person, tweet.id)).postUrl).toContain("/status/1005");
    await toldTwice(person, tweet.id, post?.id ?? "");
  });
});

test("a tweet is not given up for three workers that stopped, where X has answered between them", async () => {
  const person = await signUp();
  const tweet = await dueTweet(h, person);
  const target = { tweetId: tweet.id, revision: tweet.revision };
  for (let round = 0; round < 3; round += 1) {
    expect((await claimTweet(h.roost, target, "sweep")).kind).toBe("claimed");
    await settleOver(tweet.id);
    const again = await claimTweet(h.roost, target, "sweep");
    if (again.kind !== "claimed") throw new Error(again.kind);
    const now = await h.clock.now();
    const later = { kind: "later", nextAttemptAt: now, hold: null, detail: "", httpStatus: 429 } as const;
    await h.db.$transaction((tx) => recordOutcome(tx, again.claim, later, now));
  }
  expect(await see(person, tweet.id)).toMatchObject({ failure: null });
  for (let round = 0; round < 3; round += 1) {
    expect((await claimTweet(h.roost, target, "sweep")).kind).toBe("claimed");
    await settleOver(tweet.id);
  }
  expect(await see(person, tweet.id)).toMatchObject({
    state: "failed",
    failure: { kind: "tooManyAttempts" },
  });
});

/** The worker's lease ends before it has sent anything. */
async function settleOver(id: string): Promise<void> {
  const { leaseUntil } = await h.db.tweet.findUniqueOrThrow({ where: { id } });
  await advanceTo(h, leaseUntil);
  h.clock.advance(1000);
  await settleTweet(h.roost, id, "sweep");
}

describe("a tweet that X puts off beyond its lateness limit", () => {
  test("is Failed as missed once the limit is over, with the hold that kept it", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    const params = { status: 429, dayCap: "user", resetAfterSeconds: 20 * 3600 };
    const match = { handle: person.handle };
    await h.x("/_sandbox/faults", { method: "POST", body: { kind: "status", params, match, count: 1 } });
    await h.deliver({ tweetId: tweet.id, revision: tweet.revision });
    expect((await see(person, tweet.id)).state).toBe("onHold");
    h.clock.advance(hourMs + 1000);
    await (await sweep(h.roost)).publications;
    expect(await see(person, tweet.id)).toMatchObject({
      state: "failed",
      failure: { kind: "missed", detail: "X's rate limit for its account was used up." },
    });
  });
});

describe("cancel", () => {
  test("that meets a publication which X puts off that very moment cancels the tweet after all", async () => {
    const person = await signUp();
    const { tweet, claim } = await diesSending(h, person);
    const update = h.db.tweet.updateMany.bind(h.db.tweet);
    const putOff = async () => {
      const now = await h.clock.now();
      const outcome = { kind: "later", nextAttemptAt: now, hold: null, detail: "", httpStatus: 429 } as const;
      await h.db.$transaction((tx) => recordOutcome(tx, claim, outcome, now));
    };
    const tweetTable = new Proxy(h.db.tweet, {
      get: (target, name, receiver) =>
        name === "updateMany"
          ? async (args: Parameters<typeof update>[0]) => {
              await putOff();
              return update(args);
            }
          : Reflect.get(target, name, receiver),
    });
    const db = new Proxy(h.db, {
      get: (target, name, receiver) => (name === "tweet" ? tweetTable : Reflect.get(target, name, receiver)),
    });
    const caller = h.callerOf({ ...h.roost, db }, person.userId);
    expect(await caller.tweet.cancel({ id: tweet.id, revision: tweet.revision })).toMatchObject({
      state: "cancelled",
    });
  });
});

test("a publication that hangs is not started again by the next pass, nor does it widen the pool", async () => {
  const person = await signUp();
  const tweet = await dueTweet(h, person);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let calls = 0;
  const token = async (accountId: string) => {
    calls += 1;
    await held;
    return h.roost.publisher.token(accountId);
  };
  const slow = { ...h.roost, publisher: { ...h.roost.publisher, token } };
  const start = () => runOnPool(slow, jobsAtX("publish", [{ ...tweet, ...person }]));
  const first = start();
  await waitFor(() => calls === 1);
  const second = start();
  release();
  await Promise.all([first, second]);
  expect(calls).toBe(1);
  expect((await see(person, tweet.id)).state).toBe("posted");
});
