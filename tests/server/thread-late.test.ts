// X's "created" of one part of a thread, learned after its attempt was given up: recorded whatever the state.
import { randomInt, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { afterLatePost } from "~/domain/late-post";
import { tweetStatuses } from "~/domain/tweet";
import type { TweetStatus } from "~/generated/prisma/client";
import type { Claimed } from "~/server/tweets/claim";
import { recordOutcome } from "~/server/tweets/record-outcome";
import { deliverTo, sweepNow } from "../support/due-tweet";
import { placeTweet, wholeTweet } from "../support/placed-tweet";
import { sharedRoostWithMira } from "../support/shared-roost";
import { storyOf } from "../support/story";
import { placeThread, postsOf, texts } from "../support/thread";
import { waitingOnLock } from "../support/waiting-on-lock";

const { h, mira } = sharedRoostWithMira();
const hourMs = 3_600_000;

const resting = tweetStatuses.filter((status) => status !== "PUBLISHED");
const newXId = () => String(randomInt(1e12));

/** What the worker of an attempt that was given up still holds of a part. */
async function heldBy(id: string, position: number, revision?: number): Promise<Claimed> {
  const tweet = await wholeTweet(h.db, id);
  const part = tweet.parts[position - 1];
  return {
    tweetId: id,
    revision: revision ?? tweet.revision,
    userId: mira.userId,
    accountId: mira.accountId,
    attemptId: randomUUID(),
    attemptNumber: 1,
    afterUnknown: false,
    part: { id: part?.id ?? "", position, text: part?.text ?? "" },
    isLast: true,
    read: null,
    replyToXId: null,
    probes: [],
    via: "qstash",
  };
}

async function learn(claim: Claimed, xId: string) {
  const now = await h.clock.now();
  return h.db.$transaction((tx) => recordOutcome(tx, claim, { kind: "posted", xId }, now));
}

const hourAgo = async () => new Date((await h.clock.now()).getTime() - hourMs);

/** A thread of three of which nothing is out, in this state. */
async function unstarted(status: TweetStatus) {
  const words = texts(3);
  const scheduledFor = await hourAgo();
  const state = status === "PUBLISHING" || status === "UNCONFIRMED" ? { state: "SENDING" as const } : {};
  const parts = words.map((text, index) => ({
    id: randomUUID(),
    position: index + 1,
    text,
    ...(index === 0 ? state : {}),
  }));
  const changes = { scheduledFor, parts: { create: parts } };
  const { userId, accountId } = mira;
  return placeTweet(h.db, await h.clock.now(), { userId, accountId, status, changes });
}

type Situation = [
  string,
  (status: TweetStatus) => Promise<{ id: string; revision: number }>,
  number,
  boolean,
];

const situations: Situation[] = [
  ["the first part of three", unstarted, 1, false],
  ["the second part of three", async (status) => placeThread(h, mira, status, await hourAgo()), 2, false],
  ["the last part of three", async (status) => lastPartLeft(status), 3, true],
];

/** A thread whose first two parts are out. */
async function lastPartLeft(status: TweetStatus) {
  const thread = await placeThread(h, mira, status, await hourAgo());
  const second = { state: "SENT" as const, xId: newXId(), sentAt: new Date() };
  await h.db.part.updateMany({ where: { tweetId: thread.id, position: 2 }, data: second });
  await h.db.attempt.updateMany({ where: { tweetId: thread.id }, data: { partPosition: 3 } });
  return thread;
}

describe.each(situations)("%s turns out to be up", (_, place, position, isComplete) => {
  for (const status of resting) {
    // The table of tweets lets no draft have started.
    if (status === "DRAFT" && position > 1) continue;
    for (const isUnchanged of [true, false]) {
      test(`of a tweet in ${status}, ${isUnchanged ? "as it was" : "changed since"}`, async () => {
        const { id, revision } = await place(status);
        const claim = await heldBy(id, position, isUnchanged ? revision : revision - 1);
        const xId = newXId();
        expect(await learn(claim, xId)).toMatchObject({ isRecorded: true, next: null });
        const expected = afterLatePost({
          status,
          isComplete,
          isUnchanged,
          isStopRequested: false,
          isRollBackRequested: false,
        });
        const row = await wholeTweet(h.db, id);
        expect(row).toMatchObject({
          status: expected.to,
          revision: revision + 1,
          startedAt: expect.any(Date),
          leaseUntil: null,
          qstashId: null,
          failureKind: expected.failure,
        });
        expect(row.parts[position - 1]).toMatchObject({ state: "SENT", xId });
        expect(row.attempts.filter(({ endedAt }) => endedAt === null)).toEqual([]);
        expect(row.events.at(-1)).toMatchObject({
          kind: "posted, learned late",
          from: status,
          to: expected.to,
          detail: { part: position, xId },
        });
        if (expected.to === "SCHEDULED") expect(row.nextAttemptAt).not.toBeNull();
        expect(await learn(claim, xId)).toMatchObject({ isRecorded: false, next: null });
        expect(await wholeTweet(h.db, id)).toEqual(row);
      });
    }
  }
});

describe("a thread that goes on after it", () => {
  test.each(["UNCONFIRMED", "PUBLISHING"] as const)(
    "from %s sends the parts that are left, as replies to it",
    async (status) => {
      const thread = await unstartedAtX(status);
      await learn(await heldBy(thread.id, 1), thread.xId);
      h.clock.advance(60_000);
      await sweepNow(h.roost);
      const posts = await postsOf(h, thread.words);
      expect(posts.map(({ text }) => text)).toEqual(thread.words);
      expect(posts[1]?.inReplyTo).toBe(thread.xId);
      expect((await wholeTweet(h.db, thread.id)).status).toBe("PUBLISHED");
    },
  );

  /** A thread whose first part X has, though Roost does not know it. */
  async function unstartedAtX(status: TweetStatus) {
    const thread = await unstarted(status);
    const words = (await wholeTweet(h.db, thread.id)).parts.map(({ text }) => text);
    const token = await h.roost.publisher.token(mira.accountId);
    if (token.kind !== "token") throw new Error(token.kind);
    const post = { text: words[0] ?? "", replyToXId: null, xMediaIds: [] };
    const answer = await h.roost.publisher.create(token.accessToken, post);
    if (answer.kind !== "created") throw new Error(answer.kind);
    return { ...thread, words, xId: answer.id };
  }

  test("does not, where its owner asked to stop meanwhile", async () => {
    const thread = await unstarted("PUBLISHING");
    await mira.caller.tweet.stop({ id: thread.id, revision: thread.revision });
    await learn(await heldBy(thread.id, 1), newXId());
    expect(await mira.caller.tweet.get({ id: thread.id })).toMatchObject({
      state: "failed",
      failure: { kind: "stopped" },
      started: { outCount: 1, canResume: true },
    });
  });
});

describe("a thread whose owner had it deleted on X", () => {
  test("has a part that turns up late deleted too", async () => {
    const asked = await hourAgo();
    const thread = await placeThread(h, mira, "CANCELLED", asked, {
      rollbackRequestedAt: asked,
      rolledBackAt: asked,
    });
    await h.db.part.updateMany({
      where: { tweetId: thread.id, position: 1 },
      data: { state: "REMOVED", removedAt: asked },
    });
    await learn(await heldBy(thread.id, 2), newXId());
    expect(await mira.caller.tweet.get({ id: thread.id })).toMatchObject({
      state: "cancelled",
      started: { outCount: 1, rollback: { state: "removing" } },
    });
    await sweepNow(h.roost);
    const row = await wholeTweet(h.db, thread.id);
    expect(row.parts.map(({ state }) => state)).toEqual(["REMOVED", "REMOVED", "WAITING"]);
    expect(row.rolledBackAt).not.toBeNull();
  });
});

test("a part of a deleted tweet that turns up, and that X does not delete, is told: that tweet's end does not end it", async () => {
  const asked = await hourAgo();
  const rollBack = { rollbackRequestedAt: asked, rolledBackAt: asked };
  const thread = await placeThread(h, mira, "CANCELLED", asked, rollBack);
  const claim = await heldBy(thread.id, 2);
  await mira.caller.tweet.delete({ id: thread.id, revision: thread.revision });
  h.clock.advance(1000);
  await learn(claim, newXId());
  const match = { path: "/2/tweets/*", method: "DELETE", handle: "mira" };
  const refusal = { kind: "status", params: { status: 403 }, match };
  const { fault } = await h.x("/_sandbox/faults", { method: "POST", body: refusal });
  await sweepNow(h.roost);
  await h.x(`/_sandbox/faults/${fault.id}`, { method: "DELETE" });
  const { notices, unread } = await mira.caller.notification.list();
  expect(unread.count).toBeGreaterThanOrEqual(2);
  const ofIt = notices.filter(
    ({ tweetId, kind }) => !tweetId && ["rollbackStuck", "upAfterAll"].includes(kind),
  );
  expect(ofIt.map(({ kind, isOver }) => [kind, isOver])).toEqual([
    ["rollbackStuck", false],
    ["upAfterAll", false],
  ]);
});

test.each(["SCHEDULED", "CANCELLED"] as const)(
  "the time that its owner had chosen is told, and not when Roost learned that it had begun: %s",
  async (status) => {
    const { id, revision } = await unstarted(status);
    const scheduledFor = new Date((await h.clock.now()).getTime() + 20 * hourMs);
    scheduledFor.setMilliseconds(0);
    await h.db.tweet.update({ where: { id }, data: { scheduledFor, revision: revision + 1 } });
    await learn(await heldBy(id, 1, revision), newXId());
    const { events, scheduledFor: standing } = await wholeTweet(h.db, id);
    expect(standing?.getTime()).toBeLessThan(scheduledFor.getTime());
    expect(events.at(-1)?.detail).toMatchObject({ plannedFor: scheduledFor.toISOString() });
    const { notices } = await mira.caller.notification.list();
    expect(notices.find(({ tweetId }) => tweetId === id)).toMatchObject({ kind: "upAfterAll", scheduledFor });
    expect((await storyOf(mira, id)).answer).not.toMatch(/It was due at/);
  },
);

test("a time that was over when it was learned is told as it was", async () => {
  const { id } = await unstarted("FAILED");
  await learn(await heldBy(id, 1), newXId());
  const { events, scheduledFor } = await wholeTweet(h.db, id);
  expect(events.at(-1)?.detail).not.toHaveProperty("plannedFor");
  const { notices } = await mira.caller.notification.list();
  expect(notices.find(({ tweetId }) => tweetId === id)).toMatchObject({ scheduledFor });
});

test("a part that its owner has rewritten meanwhile shows the text that is up", async () => {
  const { id, revision } = await unstarted("FAILED");
  const claim = await heldBy(id, 1);
  const sent = claim.part.text;
  const edited = await mira.caller.tweet.edit({
    id,
    revision,
    parts: [{ text: "rewritten" }, { text: "rest" }],
  });
  await learn(claim, newXId());
  const seen = await mira.caller.tweet.get({ id });
  expect(seen.parts.map(({ text, state }) => [text, state])).toEqual([
    [sent, "out"],
    ["rest", "waiting"],
  ]);
  expect(seen).toMatchObject({ state: "failed", failure: { kind: "partlyOut" } });
  await deliverTo(h.roost, edited);
  expect(await postsOf(h, ["rewritten", "rest"])).toEqual([]);
});

test("in the very moment of its owner's change, it is recorded all the same", async () => {
  const { id } = await unstarted("FAILED");
  const claim = await heldBy(id, 1);
  const change = `UPDATE "Tweet" SET "revision" = "revision" + 1 WHERE "id" = '${id}'`;
  const learned = await waitingOnLock(h.env.DATABASE_URL, change, 1, () => learn(claim, newXId()));
  expect(learned.isRecorded).toBe(true);
  expect((await wholeTweet(h.db, id)).parts[0]?.state).toBe("SENT");
});
