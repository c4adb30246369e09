// One person's backlog, more than a pass takes: nobody else waits for it.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { policy } from "~/domain/policy";
import { releaseApp } from "~/server/holds/release-app";
import { sweepNow } from "../support/due-tweet";
import { placeTweets } from "../support/placed-tweet";
import { newTweet, type Person } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";

/** What a pass takes: fewer than it really does, so that more than that are soon written. */
const { taken } = vi.hoisted(() => ({ taken: 40 }));

vi.mock("~/domain/policy", async (original) => {
  const { policy } = await original<typeof import("~/domain/policy")>();
  const [sweep, hold] = [
    { ...policy.sweep, batch: taken },
    { ...policy.hold, resumeBatch: taken },
  ];
  return { policy: { ...policy, sweep, hold } };
});

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;
const minuteMs = 60_000;

beforeEach(() => h.db.appHold.deleteMany());

/** Tweets that were due so long ago, and go out however late unless a limit is said. */
async function waiting(
  { userId, accountId }: Person,
  count: number,
  agoMs: number,
  latenessLimitS: number | null = null,
): Promise<void> {
  const now = await h.clock.now();
  const scheduledFor = new Date(Math.floor((now.getTime() - agoMs) / 1000) * 1000);
  const changes = { scheduledFor, latenessLimitS };
  await placeTweets(h.db, now, count, { userId, accountId, status: "SCHEDULED", changes });
}

const withBacklog = async (count: number) => {
  const owner = await h.signUp(`p_${randomUUID().slice(0, 6)}`);
  await waiting(owner, count, hourMs);
  return owner;
};

test("an overdue backlog keeps nobody else's tweet from being armed", async () => {
  const down = h.variant({ QSTASH_URL: "http://127.0.0.1:9" });
  const tweet = await h
    .callerOf(down, mira.userId)
    .tweet.schedule(newTweet(mira, await h.clock.now(), hourMs));
  await withBacklog(policy.sweep.batch);
  const answer = { kind: "noConnection", detail: "X is away." } as const;
  const publisher = { ...h.roost.publisher, create: () => Promise.resolve(answer) };
  h.clock.advance(minuteMs);
  await sweepNow({ ...h.roost, publisher });
  expect((await h.db.tweet.findUniqueOrThrow({ where: { id: tweet.id } })).qstashId).not.toBeNull();
});

test("a paused account's backlog takes nobody's turn when a hold on the app ends", async () => {
  const owner = await withBacklog(policy.hold.resumeBatch);
  await h.db.xAccount.update({ where: { id: owner.accountId }, data: { pausedAt: new Date() } });
  await waiting(mira, 3, 10 * minuteMs);
  await h.db.appHold.create({ data: { reason: "paused", since: new Date() } });
  await releaseApp(h.roost, "paused");
  const turns = await h.db.tweet.findMany({
    where: { userId: mira.userId },
    orderBy: { nextAttemptAt: "asc" },
  });
  const [first, ...rest] = turns.map(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? 0);
  expect(rest.map((at) => at - (first ?? 0))).toEqual([policy.hold.spacingMs, 2 * policy.hold.spacingMs]);
});

test("what a paused account has missed keeps nobody else from being told of theirs", async () => {
  const owner = await h.signUp(`p_${randomUUID().slice(0, 6)}`);
  await waiting(owner, policy.sweep.batch, 3 * hourMs, 60);
  await waiting(mira, 1, 2 * hourMs, 60);
  await h.db.xAccount.updateMany({ data: { pausedAt: new Date() } });
  await sweepNow(h.roost);
  const missed = await h.db.tweet.findMany({ where: { userId: mira.userId }, select: { failureKind: true } });
  expect(missed).toEqual([{ failureKind: "missed" }]);
});
