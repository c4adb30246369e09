import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { tweetStatuses } from "~/domain/tweet";
import { appRouter } from "~/server/routers/app-router";
import { placeTweet, wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet, type Person } from "../support/roost-harness";
import { sharedRoostWithMira } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";

const { h, mira } = sharedRoostWithMira();
let tom: Person;

beforeAll(async () => {
  tom = await h.signUp("tom");
});

type Caller = Person["caller"];
type Target = { id: string; revision: number };

const hourMs = 3_600_000;
const soon = () => new Date(Date.now() + 2 * hourMs);
const postUrl = "https://x.com/tom/status/42";

/** Every procedure that takes a tweet's id, with input that would be right for its owner. */
const byId: Record<string, ((caller: Caller, tweet: Target) => Promise<unknown>)[]> = {
  get: [({ tweet }, { id }) => tweet.get({ id })],
  schedule: [({ tweet }, target) => tweet.schedule({ ...target, scheduledFor: soon() })],
  reschedule: [({ tweet }, target) => tweet.reschedule({ ...target, scheduledFor: soon() })],
  unschedule: [({ tweet }, target) => tweet.unschedule(target)],
  edit: [
    ({ tweet }, target) => tweet.edit({ ...target, text: "mine now" }),
    ({ tweet }, target) => tweet.edit({ ...target, text: "mine now", scheduledFor: soon() }),
    ({ tweet }, target) => tweet.edit({ ...target, parts: [{ text: "mine" }, { text: "now" }] }),
  ],
  post_now: [({ tweet }, target) => tweet.post_now(target)],
  cancel: [({ tweet }, target) => tweet.cancel(target)],
  restore: [({ tweet }, target) => tweet.restore(target)],
  resume: [({ tweet }, target) => tweet.resume(target)],
  stop: [({ tweet }, target) => tweet.stop(target)],
  roll_back: [({ tweet }, target) => tweet.roll_back(target)],
  delete: [({ tweet }, target) => tweet.delete(target)],
  resolve: [
    ({ tweet }, target) => tweet.resolve({ ...target, part: 1, isUp: true, postUrl }),
    ({ tweet }, target) => tweet.resolve({ ...target, part: 1, isUp: false }),
  ],
};

/** The others, each with a test of its own below; also in notices.test.ts and stories.test.ts. */
const ofLists = [
  "tweet.get_queue",
  "tweet.cleanup_orphaned_tweets",
  "tweet.schedule_all",
  "tweet.retry_all",
  "account.list",
  "account.pause",
  "account.unpause",
  "account.cancel_held",
  "tweet.get_history",
  "notification.list",
  "notification.mark_read",
  "notification.unread_count",
  "notification.banner",
];

const place = async (owner: Person, status: (typeof tweetStatuses)[number], changes = {}) =>
  placeTweet(h.db, await h.clock.now(), {
    userId: owner.userId,
    accountId: owner.accountId,
    status,
    changes,
  });

/** What a caller learns of a tweet that never was. */
const notFound = async (act: (caller: Caller, tweet: Target) => Promise<unknown>) => {
  const { code, message, tweet } = await refusalOf(act(mira.caller, { id: randomUUID(), revision: 3 }));
  return { code, message, tweet };
};

test("every procedure has a case here", () => {
  expect(Object.keys(appRouter._def.procedures).sort()).toEqual(
    [...Object.keys(byId).map((name) => `tweet.${name}`), ...ofLists].sort(),
  );
});

describe.each(Object.keys(byId))("%s", (name) => {
  const acts = byId[name] ?? [];

  test.each(tweetStatuses)(
    "of another person's tweet that is %s answers as if it did not exist",
    async (status) => {
      for (const act of acts) {
        const { id, revision } = await place(tom, status);
        const before = await wholeTweet(h.db, id);
        for (const seen of [revision, revision - 1]) {
          const { code, message, tweet } = await refusalOf(act(mira.caller, { id, revision: seen }));
          expect({ code, message, tweet }).toEqual(await notFound(act));
          expect(code).toBe("NOT_FOUND");
        }
        expect(await wholeTweet(h.db, id)).toEqual(before);
      }
    },
  );

  test("of one's own deleted tweet answers as if it did not exist", async () => {
    for (const act of acts) {
      const { id, revision } = await place(mira, "CANCELLED", { deletedAt: new Date() });
      const before = await wholeTweet(h.db, id);
      const { code, message, tweet } = await refusalOf(act(mira.caller, { id, revision }));
      expect({ code, message, tweet }).toEqual(await notFound(act));
      expect(await wholeTweet(h.db, id)).toEqual(before);
    }
  });

  test("is refused to somebody who is signed out, whatever they send", async () => {
    const nobody = h.callerOf(h.roost, null);
    const { id, revision } = await place(mira, "SCHEDULED");
    const before = await wholeTweet(h.db, id);
    for (const act of acts) {
      expect((await refusalOf(act(nobody, { id, revision }))).code).toBe("UNAUTHENTICATED");
      expect((await refusalOf(act(nobody, { id: "no id", revision: -1 }))).code).toBe("UNAUTHENTICATED");
    }
    expect(await wholeTweet(h.db, id)).toEqual(before);
  });
});

describe("scheduling", () => {
  test("for another person's account is refused as for one that does not exist, and writes nothing", async () => {
    const theirs = { ...newTweet(tom, await h.clock.now(), hourMs) };
    const none = { ...theirs, id: randomUUID(), accountId: randomUUID() };
    const refusals = [
      await refusalOf(mira.caller.tweet.schedule(theirs)),
      await refusalOf(mira.caller.tweet.schedule(none)),
    ];
    expect(refusals[0]).toMatchObject({ code: "NOT_FOUND", message: refusals[1]?.message });
    expect(await h.db.tweet.count({ where: { id: { in: [theirs.id, none.id] } } })).toBe(0);
  });

  test("under an id that another person has used is refused, and their tweet is as it was", async () => {
    const theirs = await tom.caller.tweet.schedule(newTweet(tom, await h.clock.now(), hourMs));
    const before = await wholeTweet(h.db, theirs.id);
    const mine = { ...newTweet(mira, await h.clock.now(), hourMs), id: theirs.id };
    const refusal = await refusalOf(mira.caller.tweet.schedule(mine));
    expect(refusal).toMatchObject({ code: "BAD_INPUT", tweet: undefined });
    expect(refusal.message).not.toContain(theirs.text);
    expect(await wholeTweet(h.db, theirs.id)).toEqual(before);
  });

  test("by two people under one id at once gives it to one, and neither sees the other's", async () => {
    const now = await h.clock.now();
    for (let round = 0; round < 10; round += 1) {
      const id = randomUUID();
      const acts = [mira, tom].map((person) =>
        person.caller.tweet.schedule({ ...newTweet(person, now, hourMs), id }),
      );
      const answers = await Promise.allSettled(acts);
      const done = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
      expect(done).toHaveLength(1);
      const row = await wholeTweet(h.db, id);
      expect(done[0]?.text).toBe(row.parts[0]?.text);
      expect(row.parts).toHaveLength(1);
      const owner = row.userId === mira.userId ? mira : tom;
      expect(done[0]?.account.id).toBe(owner.accountId);
    }
  });

  test.each(["schedule_all", "retry_all"] as const)(
    "%s: another person's tweet among one's own is refused as one that does not exist",
    async (all) => {
      const own = await place(mira, "DRAFT");
      const theirs = await place(tom, "DRAFT");
      const before = await wholeTweet(h.db, theirs.id);
      const none = { id: randomUUID(), revision: 3 };
      const named = ({ id, revision }: Target) => ({ id, revision });
      const answer = await mira.caller.tweet[all]({ tweets: [named(theirs), named(own), none] });
      expect(answer.scheduled.map(({ id }) => id)).toEqual([own.id]);
      const [first, second] = answer.refused;
      expect(first).toEqual({ ...second, id: theirs.id });
      expect(first).toMatchObject({ code: "NOT_FOUND", text: "" });
      expect(await wholeTweet(h.db, theirs.id)).toEqual(before);
    },
  );
});

describe("a person's queue and sync", () => {
  test("never show or touch another's rows, though their messages are gone too", async () => {
    const now = await h.clock.now();
    const theirs = await tom.caller.tweet.schedule(newTweet(tom, now, 5 * hourMs));
    const mine = await mira.caller.tweet.schedule(newTweet(mira, now, 5 * hourMs));
    const placed = await Promise.all(tweetStatuses.map((status) => place(tom, status)));
    for (const { id } of [theirs, mine]) {
      for (const { messageId } of await messagesOf(h, id)) await h.deleteMessage(messageId);
    }
    h.clock.advance(10_000);
    const ids = [theirs, ...placed].map(({ id }) => id);
    const rows = () => Promise.all(ids.map((id) => wholeTweet(h.db, id)));
    const userRow = () => h.db.user.findUnique({ where: { id: tom.userId } });
    const before = [await rows(), await userRow()];
    const queue = await mira.caller.tweet.get_queue();
    const synced = await mira.caller.tweet.cleanup_orphaned_tweets();
    const accounts = await mira.caller.account.list();
    expect(queue.unscheduled.map(({ id }) => id)).toContain(mine.id);
    const shown = JSON.stringify([queue, synced, accounts]);
    for (const foreign of [...ids, tom.accountId, tom.userId, theirs.text])
      expect(shown).not.toContain(foreign);
    expect([await rows(), await userRow()]).toEqual(before);
  });

  test("are continued by a cursor only through one's own rows", async () => {
    const theirs = await tom.caller.tweet.schedule(newTweet(tom, await h.clock.now(), 6 * hourMs));
    const cursor = `${(theirs.scheduledFor?.getTime() ?? 0) - 1000}_${randomUUID()}`;
    const queue = await mira.caller.tweet.get_queue({ verify: false, cursor });
    expect(queue.upcoming.map(({ account }) => account.id)).not.toContain(tom.accountId);
  });

  test.each(ofLists)("%s is refused to somebody who is signed out", async (path) => {
    const nobody = h.callerOf(h.roost, null);
    const acts: Record<string, () => Promise<unknown>> = {
      "tweet.get_queue": () => nobody.tweet.get_queue(),
      "tweet.cleanup_orphaned_tweets": () => nobody.tweet.cleanup_orphaned_tweets(),
      "tweet.schedule_all": () => nobody.tweet.schedule_all({ tweets: [{ id: randomUUID(), revision: 1 }] }),
      "tweet.retry_all": () => nobody.tweet.retry_all({ tweets: [{ id: randomUUID(), revision: 1 }] }),
      "account.list": () => nobody.account.list(),
      "account.pause": () => nobody.account.pause({ accountId: mira.accountId }),
      "account.unpause": () => nobody.account.unpause({ accountId: mira.accountId }),
      "account.cancel_held": () => nobody.account.cancel_held({ accountId: mira.accountId }),
      "tweet.get_history": () => nobody.tweet.get_history({ id: randomUUID() }),
      "notification.list": () => nobody.notification.list(),
      "notification.mark_read": () => nobody.notification.mark_read({ ids: [randomUUID()] }),
      "notification.unread_count": () => nobody.notification.unread_count(),
      "notification.banner": () => nobody.notification.banner(),
    };
    const act = acts[path];
    if (!act) throw new Error(`${path} has no case here`);
    expect((await refusalOf(act())).code).toBe("UNAUTHENTICATED");
  });
});

describe("another person's account", () => {
  test.each(["pause", "unpause", "cancel_held"] as const)(
    "%s answers as if it did not exist, and changes nothing of theirs",
    async (name) => {
      const { id } = await place(tom, "SCHEDULED");
      await h.db.xAccount.update({ where: { id: tom.accountId }, data: { holdReason: "reconnect" } });
      const state = async () => [
        await wholeTweet(h.db, id),
        await h.db.xAccount.findUnique({ where: { id: tom.accountId } }),
      ];
      const before = await state();
      const act = (accountId: string) => refusalOf(mira.caller.account[name]({ accountId }));
      const { code, message } = await act(tom.accountId);
      expect({ code, message }).toMatchObject({
        code: "NOT_FOUND",
        message: (await act(randomUUID())).message,
      });
      expect(await state()).toEqual(before);
      await h.db.xAccount.update({ where: { id: tom.accountId }, data: { holdReason: null } });
    },
  );
});
