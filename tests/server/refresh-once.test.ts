// Two web processes and two reconcilers, each with its own pool and memory, meet one account whose token has expired.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgerOf } from "../support/due-tweet";
import { placeTweet } from "../support/placed-tweet";
import type { Person } from "../support/roost-harness";
import { type RoostProcess, startRoostProcess } from "../support/roost-process/parent";
import { sharedRoost } from "../support/shared-roost";
import { signDelivery } from "../support/sign-delivery";

const h = sharedRoost();
let webs: RoostProcess[];
let reconcilers: RoostProcess[];

beforeAll(async () => {
  const [a, b, ...rest] = await Promise.all(Array.from({ length: 4 }, () => startRoostProcess(h.env)));
  webs = [a, b].flatMap((web) => web ?? []);
  reconcilers = rest;
}, 120_000);
afterAll(() => Promise.all([...(webs ?? []), ...(reconcilers ?? [])].map((one) => one.end())));

const overdueMs = 90_000;

/** Tweets that were due a minute and a half ago: deliveries and sweeps may both take them. */
async function overdueTweets(person: Person, count: number) {
  const now = await h.clock.now();
  const scheduledFor = new Date(Math.floor((now.getTime() - overdueMs) / 1000) * 1000);
  const placing = { ...person, status: "SCHEDULED", changes: { scheduledFor } } as const;
  const tweets = [];
  for (let n = 0; n < count; n += 1) tweets.push(await placeTweet(h.db, now, placing));
  return tweets;
}

/** All four at once: each web process delivers all of them, each reconciler sweeps. */
async function allAtOnce(tweets: { id: string; revision: number }[]) {
  const deliveries = tweets.map(({ id, revision }) => {
    const body = JSON.stringify({ tweetId: id, revision });
    return { body, signature: signDelivery({ key: h.signingKey, url: h.deliveryUrl, body }) };
  });
  return Promise.all([
    ...webs.map((web) => web.ask({ kind: "deliveries", deliveries })),
    ...reconcilers.map((reconciler) => reconciler.ask({ kind: "sweep" })),
  ]);
}

const counts = async ({ handle }: Person): Promise<Record<string, number>> =>
  (await h.x(`/_sandbox/tokens?handle=${handle}`)).counts;

const expiries: [string, (person: Person) => Promise<unknown>][] = [
  [
    "as Roost knows",
    ({ accountId }) => h.db.xAccount.update({ where: { id: accountId }, data: { expiresAt: new Date(0) } }),
  ],
  ["as only X knows", ({ handle }) => h.x("/_sandbox/expire", { method: "POST", body: { handle } })],
];

test.each(expiries)(
  "its token expired %s: one refresh at X, every tweet once, nobody disconnected",
  async (_, expire) => {
    const person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
    const tweets = await overdueTweets(person, 8);
    await expire(person);
    const slow = { kind: "refresh-slow", params: { ms: 700 }, match: { handle: person.handle } };
    await h.x("/_sandbox/faults", { method: "POST", body: slow });
    await allAtOnce(tweets);
    const seen = await counts(person);
    expect(seen).toMatchObject({ refreshed: 1 });
    expect(seen["refresh-refused"] ?? 0).toBe(0);
    expect(seen["family-killed"] ?? 0).toBe(0);
    for (const { text } of tweets) expect(await ledgerOf(h, text)).toHaveLength(1);
    expect(await h.db.xAccount.findUniqueOrThrow({ where: { id: person.accountId } })).toMatchObject({
      tokenVersion: 2,
      holdReason: null,
    });
  },
  60_000,
);

test("its sign-in was taken away: nothing is posted, and its owner is told once", async () => {
  const person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
  const tweets = await overdueTweets(person, 4);
  await h.db.xAccount.update({ where: { id: person.accountId }, data: { expiresAt: new Date(0) } });
  await h.x("/_sandbox/revoke", { method: "POST", body: { handle: person.handle } });
  await allAtOnce(tweets);
  const row = await h.db.xAccount.findUniqueOrThrow({ where: { id: person.accountId } });
  expect(row).toMatchObject({ holdReason: "reconnect", holdUntil: null, tokenVersion: 1 });
  expect(await h.db.notification.count({ where: { userId: person.userId, kind: "reconnect" } })).toBe(1);
  for (const { text } of tweets) expect(await ledgerOf(h, text)).toEqual([]);
}, 60_000);
