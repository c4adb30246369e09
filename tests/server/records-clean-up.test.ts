// The daily clean-up of what nobody asks for any more.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Notice } from "~/domain/notices";
import { policy } from "~/domain/policy";
import type { TweetStatus } from "~/generated/prisma/client";
import { noteFlight } from "~/server/flight-recorder";
import { cleanUpRecords } from "~/server/records/clean-up";
import { removeReadNotices } from "~/server/records/remove-read-notices";
import { tell } from "~/server/tweets/tell";
import { runOnce } from "../../reconciler/once";
import { placeTweet } from "../support/placed-tweet";
import { newTweet } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";
import { storyOf } from "../support/story";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;
const { restedMs, refusedKeptMs } = policy.history;
const { readKeptMs } = policy.notices;

const entriesOf = (tweetId: string) =>
  h.db.flightEntry.findMany({ where: { tweetId }, orderBy: { id: "asc" } });
const cleanUp = () => cleanUpRecords(h.roost);

/** So many deliveries of its message, as the flight recorder keeps them. */
async function delivered(tweetId: string, count = 3) {
  const detail = { qstashId: "msg_1", retried: 0, answer: "early", said: "not due for 5 s" } as const;
  await noteFlight(
    h.roost,
    Array.from({ length: count }, () => ({ tweetId, kind: "delivered", actor: "qstash", detail }) as const),
  );
}

async function placed(status: TweetStatus, changes = {}) {
  const { id } = await placeTweet(h.db, await h.clock.now(), { ...mira, status, changes });
  await delivered(id);
  return id;
}

describe("what a flight recorder holds", () => {
  test("becomes one entry that says so once its tweet has been at rest for a year, and not an hour sooner", async () => {
    const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), 24 * hourMs));
    await delivered(tweet.id);
    await mira.caller.tweet.cancel({ id: tweet.id, revision: tweet.revision });
    const [before, moves] = [
      await entriesOf(tweet.id),
      await h.db.event.findMany({ where: { tweetId: tweet.id } }),
    ];
    expect(before.length).toBeGreaterThan(3);
    h.clock.advance(restedMs - hourMs);
    await cleanUp();
    expect(await entriesOf(tweet.id)).toEqual(before);
    h.clock.advance(2 * hourMs);
    await cleanUp();
    const [entry, ...others] = await entriesOf(tweet.id);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      id: before[0]?.id,
      kind: "cut",
      detail: { entries: before.length, until: before.at(-1)?.at.toISOString() },
    });
    expect(await h.db.event.findMany({ where: { tweetId: tweet.id } })).toEqual(moves);
    const { lines } = await storyOf(mira, tweet.id);
    expect(lines).toContainEqual(expect.stringContaining(`${before.length} entries were here`));
    await cleanUp();
    expect(await entriesOf(tweet.id)).toEqual([entry]);
  });

  test.each(["SCHEDULED", "PUBLISHING", "UNCONFIRMED"] as const)(
    "stays whole while its tweet is %s, however long",
    async (status) => {
      const id = await placed(status);
      h.clock.advance(restedMs + hourMs);
      await cleanUp();
      expect(await entriesOf(id)).toHaveLength(3);
    },
  );

  test("stays whole while what is out of its thread is being deleted on X", async () => {
    const now = await h.clock.now();
    const rollback = { startedAt: now, rollbackRequestedAt: now, rollbackAfter: now };
    const id = await placed("CANCELLED", rollback);
    h.clock.advance(restedMs + hourMs);
    await cleanUp();
    expect(await entriesOf(id)).toHaveLength(3);
  });

  test("stays whole where its owner changed the tweet, or was refused, within the year", async () => {
    const [changed, refused] = [await placed("DRAFT"), await placed("DRAFT")];
    h.clock.advance(restedMs - hourMs);
    await mira.caller.tweet.edit({ id: changed, revision: 3, text: "other words" });
    await mira.caller.tweet.edit({ id: refused, revision: 1, text: "other words" }).catch(() => undefined);
    h.clock.advance(2 * hourMs);
    await cleanUp();
    expect((await entriesOf(changed)).length).toBeGreaterThanOrEqual(3);
    expect(await entriesOf(refused)).toHaveLength(4);
  });

  test("of a refused creation is forgotten after a month, and that of a tweet is not", async () => {
    const refused = randomUUID();
    const detail = { command: "schedule", code: "TIME_PASSED", why: "That time has passed." };
    await noteFlight(h.roost, [
      { tweetId: refused, userId: mira.userId, kind: "refused", actor: "owner", detail },
    ]);
    const kept = await placed("DRAFT");
    h.clock.advance(refusedKeptMs - hourMs);
    await cleanUp();
    expect(await entriesOf(refused)).toHaveLength(1);
    h.clock.advance(2 * hourMs);
    expect((await cleanUp()).actions).toEqual({ "refused creations forgotten": 1 });
    expect(await entriesOf(refused)).toEqual([]);
    expect(await entriesOf(kept)).toHaveLength(3);
  });

  test("of more tweets than a batch holds is gone through to the end, past those that stay", async () => {
    const stays = await placed("SCHEDULED");
    await delivered(stays, policy.records.batch);
    const rested = await placed("PUBLISHED");
    h.clock.advance(restedMs + hourMs);
    await cleanUp();
    expect(await entriesOf(stays)).toHaveLength(policy.records.batch + 3);
    expect(await entriesOf(rested)).toMatchObject([{ kind: "cut", detail: { entries: 3 } }]);
  });
});

describe("a notice", () => {
  async function told(notice: Notice, about: object, isRead = true) {
    const [key, at] = [randomUUID(), await h.clock.now()];
    await h.db.$transaction((tx) => tell(tx, { ...notice, ...about, userId: mira.userId, key, at }));
    if (isRead) await h.db.notification.updateMany({ where: { key }, data: { readAt: at } });
    return key;
  }
  const isThere = async (key: string) => (await h.db.notification.count({ where: { key } })) === 1;
  const failed: Notice = { kind: "failed", detail: { failure: "refused" } };

  test("that was read goes after 90 days and not an hour sooner; an unread one stays", async () => {
    const tweetId = await placed("FAILED");
    const [read, unread] = [await told(failed, { tweetId }), await told(failed, { tweetId }, false)];
    h.clock.advance(readKeptMs - hourMs);
    await cleanUp();
    expect(await isThere(read)).toBe(true);
    h.clock.advance(2 * hourMs);
    expect((await cleanUp()).actions).toEqual({ "notices removed": 1 });
    expect([await isThere(read), await isThere(unread)]).toEqual([false, true]);
  });

  test("of a hold stays while the hold does, so that it is not told again", async () => {
    const since = await h.clock.now();
    const { accountId } = mira;
    await h.db.xAccount.update({
      where: { id: accountId },
      data: { holdReason: "reconnect", holdSince: since },
    });
    const key = await told({ kind: "reconnect", detail: { since: since.toISOString() } }, { accountId });
    h.clock.advance(readKeptMs + hourMs);
    await cleanUp();
    expect(await isThere(key)).toBe(true);
    await h.db.xAccount.update({ where: { id: accountId }, data: { holdReason: null, holdSince: null } });
    await cleanUp();
    expect(await isThere(key)).toBe(false);
  });

  test("is one of many that go a batch at a time", async () => {
    const tweetId = await placed("FAILED");
    for (let count = 0; count < 5; count += 1) await told(failed, { tweetId });
    h.clock.advance(readKeptMs + hourMs);
    expect(await removeReadNotices(h.roost, await h.clock.now(), 2)).toBe(5);
    expect(await h.db.notification.count({ where: { userId: mira.userId } })).toBe(0);
  });
});

test("the clean-up is a pass like any other: by hand too, with what it did in words", async () => {
  await placed("DRAFT");
  h.clock.advance(restedMs + hourMs);
  expect(await runOnce(h.roost, "records")).toMatch(
    /^records: 3 entries looked at.*\n.*\nactions: entries of tweets at rest removed 2$/,
  );
});
