import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Notice } from "~/domain/notices";
import { policy } from "~/domain/policy";
import { tell } from "~/server/tweets/tell";
import { deliverTo, dueTweet, xFault } from "../support/due-tweet";
import { placeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet, type Person } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;

type About = { tweetId?: string; accountId?: string };

async function toldTo(person: Person, notice: Notice, about: About = {}, at?: Date) {
  const key = randomUUID();
  const when = at ?? (await h.clock.now());
  await h.db.$transaction((tx) => tell(tx, { ...notice, ...about, userId: person.userId, key, at: when }));
  const { id } = await h.db.notification.findFirstOrThrow({ where: { key } });
  return id;
}

const place = async (person: Person, status: "FAILED" | "UNCONFIRMED" | "DRAFT", changes = {}) =>
  placeTweet(h.db, await h.clock.now(), {
    userId: person.userId,
    accountId: person.accountId,
    status,
    changes,
  });

const unread = async (person: Person) => (await person.caller.notification.unread_count()).count;
const only = async (person: Person) => {
  const { notices } = await person.caller.notification.list();
  expect(notices).toHaveLength(1);
  return notices[0];
};

/** A tweet that X has refused, as its owner is told of it. */
async function refusedTweet() {
  const tweet = await dueTweet(h, mira);
  await xFault(h, tweet.text, "status", { status: 400 }, 1);
  await deliverTo(h.roost, tweet);
  return tweet;
}

describe("the list", () => {
  test("shows what happened, in words, with its tweet's time, account and first words, which are not kept with it", async () => {
    const tweet = await refusedTweet();
    const answer = await mira.caller.notification.list();
    expect(answer).toMatchObject({ nextCursor: null, unread: { count: 1, isMore: false } });
    expect(answer.notices).toMatchObject([
      {
        kind: "failed",
        severity: "problem",
        title: `A tweet of @${mira.handle} was not posted. X refused to post it.`,
        acts: ["openTweet", "scheduleAgain"],
        isRead: false,
        isOver: false,
        tweetId: tweet.id,
        scheduledFor: tweet.scheduledFor,
        excerpt: tweet.text,
        account: { id: mira.accountId, handle: mira.handle },
      },
    ]);
    const kept = await h.db.notification.findMany();
    expect(JSON.stringify(kept)).not.toContain(tweet.text);
  });

  test("is newest first, page by page, each once, though several came in one millisecond", async () => {
    const at = await h.clock.now();
    const total = policy.notices.rows + 5;
    for (let n = 0; n < total; n += 1) {
      const when = new Date(at.getTime() + Math.floor(n / 10) * 1000);
      await toldTo(mira, { kind: "upAfterAll", detail: { from: "FAILED" } }, {}, when);
    }
    const first = await mira.caller.notification.list();
    expect(first.notices).toHaveLength(policy.notices.rows);
    const rest = await mira.caller.notification.list({ cursor: first.nextCursor ?? "" });
    expect(rest.nextCursor).toBeNull();
    const seen = [...first.notices, ...rest.notices];
    expect(new Set(seen.map(({ id }) => id)).size).toBe(total);
    const times = seen.map((notice) => notice.at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test("is asked for with a cursor of ours only", async () => {
    for (const cursor of ["", "1_2", "x", `1_${randomUUID()}; DROP`]) {
      const { code } = await refusalOf(mira.caller.notification.list({ cursor }));
      expect(code).toBe("BAD_INPUT");
    }
  });

  test("leaves out what only another version knows", async () => {
    await h.db.notification.create({
      data: { id: randomUUID(), userId: mira.userId, kind: "new", key: "k", at: await h.clock.now() },
    });
    expect((await mira.caller.notification.list()).notices).toEqual([]);
  });
});

describe("reading", () => {
  test("marks what is named, or all up to a time, and counts the rest", async () => {
    const at = await h.clock.now();
    const later = new Date(at.getTime() + 1000);
    const upAfterAll: Notice = { kind: "upAfterAll", detail: { from: "FAILED" } };
    const first = await toldTo(mira, upAfterAll, {}, at);
    await toldTo(mira, upAfterAll, {}, at);
    await toldTo(mira, upAfterAll, {}, later);
    expect(await mira.caller.notification.mark_read({ ids: [first] })).toEqual({ count: 2, isMore: false });
    expect(await mira.caller.notification.mark_read({ upTo: at })).toEqual({ count: 1, isMore: false });
    const { notices } = await mira.caller.notification.list();
    expect(notices.map(({ isRead }) => isRead)).toEqual([false, true, true]);
  });

  test("never marks or counts another person's", async () => {
    const tom = await h.signUp(`tom_${randomUUID().slice(0, 6)}`);
    const theirs = await toldTo(tom, { kind: "upAfterAll", detail: { from: "FAILED" } });
    const none = await mira.caller.notification.mark_read({ ids: [randomUUID()] });
    expect(await mira.caller.notification.mark_read({ ids: [theirs] })).toEqual(none);
    await mira.caller.notification.mark_read({ upTo: new Date(Date.now() + 1e12) });
    expect(await unread(tom)).toBe(1);
    expect((await mira.caller.notification.list()).notices).toEqual([]);
  });

  test("is refused without a name or a time", async () => {
    const { mark_read } = mira.caller.notification;
    for (const input of [{}, { ids: [] }, { ids: ["x"] }, { ids: [randomUUID()], upTo: new Date() }]) {
      const error = await mark_read(input as never).catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ code: "BAD_REQUEST" });
    }
  });

  test("counts so far and no farther", async () => {
    const at = await h.clock.now();
    await h.db.notification.createMany({
      data: Array.from({ length: policy.notices.maxCounted + 1 }, () => ({
        id: randomUUID(),
        userId: mira.userId,
        kind: "upAfterAll",
        key: randomUUID(),
        at,
      })),
    });
    expect(await mira.caller.notification.unread_count()).toEqual({
      count: policy.notices.maxCounted,
      isMore: true,
    });
  });
});

describe("a notice whose matter is over says so, offers nothing and is not counted", () => {
  const expectOver = async (isOver: boolean) => {
    expect(await only(mira)).toMatchObject({ isOver });
    expect(await unread(mira)).toBe(isOver ? 0 : 1);
    if (isOver) expect((await only(mira))?.acts).toEqual([]);
  };

  test("when the tweet that failed is on the schedule again", async () => {
    const tweet = await refusedTweet();
    await expectOver(false);
    const edited = await mira.caller.tweet.edit({
      id: tweet.id,
      revision: tweet.revision,
      text: randomUUID(),
    });
    await expectOver(false);
    const scheduledFor = new Date((await h.clock.now()).getTime() + hourMs);
    await mira.caller.tweet.schedule({ id: tweet.id, revision: edited.revision, scheduledFor });
    await expectOver(true);
  });

  test("when the tweet that failed has failed again since: only the newer one counts", async () => {
    const tweet = await refusedTweet();
    const scheduledFor = new Date((await h.clock.now()).getTime() + 10_000);
    const again = await mira.caller.tweet.schedule({ id: tweet.id, revision: tweet.revision, scheduledFor });
    h.clock.advance(11_000);
    await xFault(h, tweet.text, "status", { status: 400 }, 1);
    await deliverTo(h.roost, again);
    const { notices } = await mira.caller.notification.list();
    expect(notices.map(({ isOver }) => isOver)).toEqual([false, true]);
    expect(await unread(mira)).toBe(1);
  });

  test("when the tweet is deleted", async () => {
    const tweet = await refusedTweet();
    await mira.caller.tweet.delete({ id: tweet.id, revision: tweet.revision });
    await expectOver(true);
    expect(await only(mira)).toMatchObject({ tweetId: null, scheduledFor: null });
  });

  test("when the doubt is answered", async () => {
    const { id, revision } = await place(mira, "UNCONFIRMED");
    const { statusSince } = await h.db.tweet.findUniqueOrThrow({ where: { id } });
    await toldTo(mira, { kind: "unconfirmed", detail: {} }, { tweetId: id }, statusSince);
    await expectOver(false);
    await mira.caller.tweet.resolve({ id, revision, part: 1, isUp: false });
    await expectOver(true);
  });

  test("when the orphan is back on the schedule, and not before", async () => {
    const at = await h.clock.now();
    const orphan = { orphanReason: "REMOVED", orphanedAt: at };
    const { id, revision } = await place(mira, "DRAFT", orphan);
    await toldTo(mira, { kind: "orphaned", detail: { reason: "REMOVED" } }, { tweetId: id }, at);
    await expectOver(false);
    await mira.caller.tweet.schedule({ id, revision, scheduledFor: new Date(at.getTime() + hourMs) });
    await expectOver(true);
  });

  test("when the account is connected again", async () => {
    const at = await h.clock.now();
    const detail = { since: at.toISOString() };
    const hold = { holdReason: "reconnect", holdSince: at };
    await h.db.xAccount.update({ where: { id: mira.accountId }, data: hold });
    await toldTo(mira, { kind: "reconnect", detail }, { accountId: mira.accountId });
    await expectOver(false);
    await h.signUp(mira.handle);
    await expectOver(true);
  });

  test("when the account is disconnected anew: only the newer one counts", async () => {
    const at = await h.clock.now();
    const detail = { since: new Date(at.getTime() - hourMs).toISOString() };
    const hold = { holdReason: "reconnect", holdSince: at };
    await h.db.xAccount.update({ where: { id: mira.accountId }, data: hold });
    await toldTo(mira, { kind: "reconnect", detail }, { accountId: mira.accountId });
    await expectOver(true);
  });

  test("when the app's hold has ended", async () => {
    const since = await h.clock.now();
    await h.db.appHold.create({ data: { reason: "badApp", since } });
    await toldTo(mira, { kind: "badApp", detail: { since: since.toISOString() } });
    await expectOver(false);
    await h.db.appHold.deleteMany();
    await expectOver(true);
  });

  describe("of a limit that ends too late for a tweet", () => {
    async function limitedTweet() {
      const at = await h.clock.now();
      const until = new Date(Math.ceil((at.getTime() + hourMs) / 1000) * 1000);
      const hold = { holdReason: "rateLimit", holdSince: at, holdUntil: until };
      await h.db.xAccount.update({ where: { id: mira.accountId }, data: hold });
      const soon = newTweet(mira, at, 10 * 60_000);
      const tweet = await mira.caller.tweet.schedule({
        ...soon,
        latenessLimitS: policy.schedule.minLatenessLimitS,
      });
      const detail = { since: at.toISOString(), until: until.toISOString() };
      await toldTo(mira, { kind: "rateLimit", detail }, { accountId: mira.accountId, tweetId: tweet.id });
      await expectOver(false);
      return { ...tweet, until };
    }

    test("when the limit is reset", async () => {
      await limitedTweet();
      h.clock.advance(hourMs + 1000);
      await expectOver(true);
    });

    test("not at the end that was told, where X has named a later one since", async () => {
      const { until } = await limitedTweet();
      const holdUntil = new Date(until.getTime() + hourMs);
      await h.db.xAccount.update({ where: { id: mira.accountId }, data: { holdUntil } });
      h.clock.advance(hourMs + 1000);
      await expectOver(false);
    });

    test("when its owner lets it be as late as that", async () => {
      const { id, revision, text } = await limitedTweet();
      await mira.caller.tweet.edit({ id, revision, text, latenessLimitS: null });
      await expectOver(true);
    });

    test("when its owner gives it a time after the limit", async () => {
      const { id, revision, until } = await limitedTweet();
      await mira.caller.tweet.reschedule({ id, revision, scheduledFor: until });
      await expectOver(true);
    });
  });
});
