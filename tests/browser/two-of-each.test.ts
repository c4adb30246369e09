// Two web processes of the built app and two reconcilers, all of them real, meet one account whose token has expired.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { connectAccount } from "~/server/accounts/connect-account";
import { createRoost, type Roost } from "~/server/roost";
import { overdueSince, placeTweet } from "../support/placed-tweet";
import { type SecondOfEach, startSecondOfEach } from "../support/second-of-each";
import { signDelivery } from "../support/sign-delivery";
import { waitFor } from "../support/wait-for";

const count = 8;
/** X takes this long to refresh: all of them are at it by then, and none has given up. */
const refreshMs = 7000;
const outTimeoutMs = 60_000;

const { endpoints, dataDir } = inject("stack");
let second: SecondOfEach;
let roost: Roost;

beforeAll(async () => {
  second = await startSecondOfEach(dataDir);
  roost = createRoost({ ...second.env, LOG_LEVEL: "silent" }, "test");
});
afterAll(async () => {
  await roost?.db.$disconnect();
  await second?.end();
});

async function atX<T>(path: string, body?: object): Promise<T> {
  const init = body
    ? { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }
    : {};
  return (await (await fetch(`${endpoints.x}${path}`, init)).json()) as T;
}

async function signUp() {
  type Made = { id: string; accessToken: string; refreshToken: string; expiresAt: string; scope: string };
  const handle = `p_${randomUUID().slice(0, 8)}`;
  const { id: xUserId, expiresAt, ...tokens } = await atX<Made>("/_sandbox/accounts", { handle });
  const own = { xUserId, handle, name: handle, avatarUrl: null, addTo: null };
  const { userId } = await connectAccount(roost, { ...own, ...tokens, expiresAt: new Date(expiresAt) });
  const { id: accountId } = await roost.db.xAccount.findUniqueOrThrow({ where: { xUserId } });
  return { userId, accountId, handle };
}

type Tweet = { id: string; revision: number; text: string };

/** Without a message. */
async function overdue(person: { userId: string; accountId: string }): Promise<Tweet[]> {
  const now = await roost.clock.now();
  const scheduledFor = overdueSince(now);
  const placing = { ...person, status: "SCHEDULED", changes: { scheduledFor } } as const;
  return Promise.all(Array.from({ length: count }, () => placeTweet(roost.db, now, placing)));
}

/** As QStash delivers it, to this one of the web processes. */
async function deliver(web: string, { id, revision }: Tweet): Promise<number> {
  const body = JSON.stringify({ tweetId: id, revision });
  const key = second.env.QSTASH_CURRENT_SIGNING_KEY;
  const headers = { "Upstash-Signature": signDelivery({ key, url: roost.queue.deliveryUrl, body }) };
  return (await fetch(`${web}/api/qstash/post-tweet`, { method: "POST", body, headers })).status;
}

test.each(["as Roost knows", "as only X knows"])(
  "its token expired, %s: one refresh at X, every tweet once, and nobody is disconnected",
  async (whoKnows) => {
    const person = await signUp();
    const { accountId, handle } = person;
    const match = { handle };
    await atX("/_sandbox/faults", { kind: "refresh-slow", params: { ms: refreshMs }, match });
    if (whoKnows === "as only X knows") await atX("/_sandbox/expire", { handle });
    else await roost.db.xAccount.update({ where: { id: accountId }, data: { expiresAt: new Date(0) } });
    const tweets = await overdue(person);
    const delivered = tweets.slice(count / 2);
    const webs = [endpoints.web, second.web];
    const all = Promise.all([
      ...webs.flatMap((web) => delivered.map((tweet) => deliver(web, tweet))),
      second.once("sweep"),
      second.once("sweep"),
    ]);
    expect((await all).slice(0, count)).toEqual(Array(count).fill(200));
    const ids = tweets.map(({ id }) => id);
    await waitFor(
      async () => (await roost.db.tweet.count({ where: { id: { in: ids }, status: "PUBLISHED" } })) === count,
      { timeoutMs: outTimeoutMs },
    );
    const { counts } = await atX<{ counts: Record<string, number> }>(`/_sandbox/tokens?handle=${handle}`);
    expect(counts.refreshed).toBe(1);
    expect([counts["refresh-refused"], counts["family-killed"]]).toEqual([undefined, undefined]);
    for (const { text } of tweets) {
      const query = new URLSearchParams({ text });
      expect((await atX<{ tweets: unknown[] }>(`/_sandbox/tweets?${query}`)).tweets).toHaveLength(1);
    }
    const attempts = await roost.db.attempt.findMany({ where: { tweetId: { in: ids } } });
    expect(attempts).toHaveLength(count);
    expect(new Set(attempts.map(({ via }) => via))).toEqual(new Set(["qstash", "sweep"]));
    expect(await roost.db.xAccount.findUniqueOrThrow({ where: { id: accountId } })).toMatchObject({
      tokenVersion: 2,
      holdReason: null,
    });
    const health = await Promise.all(
      [endpoints.reconciler, second.reconciler].map((at) => fetch(`${at}/healthz`)),
    );
    expect(health.map(({ status }) => status)).toEqual([200, 200]);
  },
);
