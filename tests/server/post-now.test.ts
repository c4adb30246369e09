// What was missed, or is wanted sooner: posted now, alone or together.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { type TweetStatus, tweetStatuses } from "~/domain/tweet";
import { deliverTo, dueTweet, ledgerOf, sweepNow } from "../support/due-tweet";
import { placeTweet, wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;
const view = (id: string) => mira.caller.tweet.get({ id });
const place = async (status: TweetStatus, changes = {}) =>
  placeTweet(h.db, await h.clock.now(), { ...mira, status, changes });
const timeOf = (tweet: { scheduledFor: Date | null }) => tweet.scheduledFor?.getTime() ?? Number.NaN;

/** A tweet that was missed an hour past its limit. */
async function missedTweet(person = mira) {
  const tweet = await dueTweet(h, person);
  h.clock.advance(2 * hourMs);
  await sweepNow(h.roost);
  return person.caller.tweet.get({ id: tweet.id });
}

describe("posting now", () => {
  test.each(["DRAFT", "FAILED", "CANCELLED", "SCHEDULED"] as const)(
    "puts a tweet that is %s on the schedule at the soonest whole second",
    async (status) => {
      const { id, revision } = await place(status);
      const before = (await h.clock.now()).getTime();
      const posted = await mira.caller.tweet.post_now({ id, revision });
      const after = (await h.clock.now()).getTime();
      expect(posted).toMatchObject({ state: "queued", revision: revision + 1, failure: null });
      expect(timeOf(posted) % 1000).toBe(0);
      expect(timeOf(posted)).toBeGreaterThanOrEqual(before + policy.schedule.minLeadMs);
      expect(timeOf(posted)).toBeLessThan(after + policy.schedule.minLeadMs + 1000);
      expect(await messagesOf(h, id)).toMatchObject([{ revision: revision + 1, notBefore: timeOf(posted) }]);
    },
  );

  const others = tweetStatuses.filter(
    (status) => !["DRAFT", "FAILED", "CANCELLED", "SCHEDULED"].includes(status),
  );

  test.each(others)("is refused to a tweet that is %s, and changes nothing", async (status) => {
    const { id, revision } = await place(status);
    const before = await wholeTweet(h.db, id);
    expect((await refusalOf(mira.caller.tweet.post_now({ id, revision }))).code).toBe("NOT_ALLOWED");
    expect(await wholeTweet(h.db, id)).toEqual(before);
  });

  test("of a scheduled tweet takes the old message back: it goes out once, now", async () => {
    const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), hourMs));
    const [old] = await messagesOf(h, tweet.id);
    const now = await mira.caller.tweet.post_now({ id: tweet.id, revision: tweet.revision });
    const alive = await messagesOf(h, tweet.id);
    expect(alive).toHaveLength(1);
    expect(alive[0]?.messageId).not.toBe(old?.messageId);
    h.clock.advance(3000);
    await Promise.all([deliverTo(h.roost, now), deliverTo(h.roost, tweet)]);
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
    expect(await view(tweet.id)).toMatchObject({ isLate: false, plannedFor: tweet.scheduledFor });
  });

  test("at a revision that has passed is refused with the newer state", async () => {
    const { id, revision } = await place("FAILED");
    const { code, tweet } = await refusalOf(mira.caller.tweet.post_now({ id, revision: revision - 1 }));
    expect({ code, revision: tweet?.revision }).toEqual({ code: "STALE", revision });
  });

  test("of a missed tweet posts it, and it stands as late by the time that it was planned for", async () => {
    const { id, revision, text, failure, scheduledFor } = await missedTweet();
    expect(failure).toMatchObject({ kind: "missed" });
    const again = await mira.caller.tweet.post_now({ id, revision });
    h.clock.advance(3000);
    await deliverTo(h.roost, again);
    expect(await view(id)).toMatchObject({ state: "posted", isLate: true, plannedFor: scheduledFor });
    expect(await ledgerOf(h, text)).toHaveLength(1);
  });
});

describe("why a tweet was missed", () => {
  test("nobody came by in time: an outage", async () => {
    expect((await missedTweet()).failure?.detail).toMatch(/own check did not run/);
  });

  test("its account was paused", async () => {
    const tweet = await dueTweet(h, mira);
    await mira.caller.account.pause({ accountId: mira.accountId });
    h.clock.advance(2 * hourMs);
    await sweepNow(h.roost);
    expect((await view(tweet.id)).failure?.detail).toMatch(/paused/);
  });

  test("the hold that kept it has ended by the time that it is missed", async () => {
    const tweet = await dueTweet(h, mira);
    await h.x("/_sandbox/faults", {
      method: "POST",
      body: {
        kind: "status",
        params: { status: 429, resetAfterSeconds: 1 },
        match: { textIncludes: tweet.text },
      },
    });
    await deliverTo(h.roost, tweet);
    h.clock.advance(2 * hourMs);
    await sweepNow(h.roost);
    expect((await view(tweet.id)).failure?.detail).toMatch(/rate limit for its account was used up/);
  });

  test("X could not be reached: it was put off, and no hold is blamed", async () => {
    const tweet = await dueTweet(h, mira);
    await deliverTo(h.variant({ X_API_BASE_URL: "http://127.0.0.1:9" }), tweet);
    h.clock.advance(2 * hourMs);
    await sweepNow(h.roost);
    expect((await view(tweet.id)).failure?.detail).toMatch(/put it off/);
  });
});

describe("retrying together", () => {
  test("spreads one account's tweets, and each account begins at once", async () => {
    const second = await h.signUp(`p_${randomUUID().slice(0, 8)}`, mira.userId);
    const other = { ...second, caller: mira.caller };
    const missed = [];
    for (const person of [mira, other, mira, other, mira]) missed.push(await missedTweet(person));
    const tweets = missed.map(({ id, revision }) => ({ id, revision }));
    const { scheduled, refused } = await mira.caller.tweet.retry_all({ tweets });
    expect(refused).toEqual([]);
    const start = Math.min(...scheduled.map(timeOf));
    for (const { accountId } of [mira, other]) {
      const times = scheduled.filter(({ account }) => account.id === accountId).map(timeOf);
      expect(times[0]).toBeLessThanOrEqual(start + 2000);
      const gaps = times.slice(1).map((time, place) => time - (times[place] ?? 0));
      expect(gaps).toEqual(gaps.map(() => policy.hold.spacingMs));
    }
    for (const { id } of scheduled) expect(await messagesOf(h, id)).toHaveLength(1);
  });

  test("lets each stand for itself: one that cannot go says why and takes no turn", async () => {
    const [first, gone, last] = [await missedTweet(), await place("PUBLISHED"), await missedTweet()];
    const tweets = [first, gone, last].map(({ id, revision }) => ({ id, revision }));
    const { scheduled, refused } = await mira.caller.tweet.retry_all({ tweets });
    expect(refused).toMatchObject([
      { id: gone.id, code: "NOT_ALLOWED", message: expect.stringMatching(/\.$/) },
    ]);
    const [one, two] = scheduled.map(timeOf);
    expect((two ?? 0) - (one ?? 0)).toBe(policy.hold.spacingMs);
  });

  test("asked twice schedules once: the second is told what changed", async () => {
    const { id, revision } = await missedTweet();
    await mira.caller.tweet.retry_all({ tweets: [{ id, revision }] });
    const again = await mira.caller.tweet.retry_all({ tweets: [{ id, revision }] });
    expect(again).toMatchObject({ scheduled: [], refused: [{ id, code: "STALE" }] });
  });

  test("of 200 is one request", async () => {
    const tweets = [];
    for (let n = 0; n < 200; n += 1) {
      const { id, revision } = await place("FAILED", { failureKind: "missed" });
      tweets.push({ id, revision });
    }
    const { scheduled } = await mira.caller.tweet.retry_all({ tweets });
    expect(scheduled).toHaveLength(200);
    const times = scheduled.map(timeOf);
    expect(new Set(times).size).toBe(200);
    expect(await h.db.tweet.count({ where: { qstashId: { not: null } } })).toBe(200);
  });
});
