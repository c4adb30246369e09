// Bursts through the real QStash sandbox with its flow control, on a clock that moves second by second: at each second
// exactly what is due by then is out.
import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { TweetView } from "~/server/tweets/view";
import { sweepNow } from "../support/due-tweet";
import { inTurns } from "../support/in-turns";
import { newTweet, type Person } from "../support/roost-harness";
import { sharedRoost } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const h = sharedRoost({ movesQStash: true });

afterEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
  await h.db.appHold.deleteMany();
});

type Post = { id: string; text: string; createdAt: string };

const signUp = (): Promise<Person> => h.signUp(`p_${randomUUID().slice(0, 8)}`);
const dueMs = (tweet: TweetView) => tweet.scheduledFor?.getTime() ?? Number.NaN;
const nowMs = async () => (await h.clock.now()).getTime();
const secondMs = 1000;

/** What X created of these tweets, by text. */
async function postsOf(tweets: TweetView[]): Promise<Post[]> {
  const { tweets: posts } = (await h.x("/_sandbox/tweets")) as { tweets: Post[] };
  const texts = new Set(tweets.map(({ text }) => text));
  return posts.filter(({ text }) => texts.has(text));
}

const outCount = (tweets: TweetView[]): Promise<number> =>
  h.db.part.count({ where: { tweetId: { in: tweets.map(({ id }) => id) }, xId: { not: null } } });

async function advanceTo(ms: number) {
  h.clock.advance(Math.max(0, ms - (await nowMs())));
}

/** Schedules them all, each at its whole second from `startMs`. */
async function scheduled(startMs: number, plan: { person: Person; atS: number }[]): Promise<TweetView[]> {
  const start = new Date(startMs);
  return inTurns(plan, ({ person, atS }) =>
    person.caller.tweet.schedule(newTweet(person, start, atS * secondMs)),
  );
}

/** None before its time, each once. */
async function expectPunctual(tweets: TweetView[]) {
  const posts = await postsOf(tweets);
  expect(new Set(posts.map(({ text }) => text)).size).toBe(tweets.length);
  expect(posts).toHaveLength(tweets.length);
  for (const tweet of tweets) {
    const post = posts.find(({ text }) => text === tweet.text);
    expect(Date.parse(post?.createdAt ?? "")).toBeGreaterThanOrEqual(dueMs(tweet));
  }
}

describe("bursts", () => {
  test("two tweets 15 seconds apart on one account: each once, each at its time", async () => {
    const person = await signUp();
    const startMs = (await nowMs()) + 60 * secondMs;
    const tweets = await scheduled(startMs, [
      { person, atS: 0 },
      { person, atS: 15 },
    ]);
    const [first] = tweets;
    if (!first) throw new Error("nothing scheduled");
    await advanceTo(dueMs(first));
    await waitFor(async () => (await postsOf(tweets)).length === 1);
    // Whatever came before its time would be out before the one that comes at its time.
    const between = await scheduled(startMs, [{ person: await signUp(), atS: 5 }]);
    h.clock.advance(5 * secondMs);
    await waitFor(async () => (await postsOf(between)).length === 1);
    expect(await postsOf(tweets)).toHaveLength(1);
    h.clock.advance(10 * secondMs);
    await waitFor(async () => (await postsOf(tweets)).length === 2);
    await expectPunctual(tweets);
  });

  test("200 in one minute over 20 accounts: at each second what is due is out, nothing is lost, nothing is early", async () => {
    const people: Person[] = [];
    for (let n = 0; n < 20; n += 1) people.push(await signUp());
    const startMs = Math.ceil((await nowMs()) / secondMs) * secondMs + 120 * secondMs;
    // Some seconds hold more of one account than QStash may have in flight at once.
    const plan = people.flatMap((person, p) =>
      Array.from({ length: 10 }, (_, n) => ({ person, atS: p % 4 === 0 ? 30 : (p * 7 + n * 6) % 60 })),
    );
    const tweets = await scheduled(startMs, plan);
    expect(tweets.map(({ state }) => state)).toEqual(tweets.map(() => "queued"));
    for (let second = 0; second < 60; second += 1) {
      const atMs = startMs + second * secondMs;
      await advanceTo(atMs);
      const due = tweets.filter((tweet) => dueMs(tweet) <= atMs).length;
      await waitFor(async () => (await outCount(tweets)) >= due, { timeoutMs: 20_000 });
    }
    await expectPunctual(tweets);
    const attempts = await h.db.attempt.count({ where: { tweetId: { in: tweets.map(({ id }) => id) } } });
    expect(attempts).toBe(tweets.length);
  }, 120_000);
});

describe("a limit of X's that a burst runs into", () => {
  const hourMs = 3_600_000;

  /** Ten tweets of one account in one second, which X answers with its limit, ending this long after. */
  async function burst(params: object, resetMs: number) {
    const person = await signUp();
    const startMs = Math.ceil((await nowMs()) / secondMs) * secondMs + 60 * secondMs;
    const tweets = await scheduled(
      startMs,
      Array.from({ length: 10 }, () => ({ person, atS: 0 })),
    );
    await h.db.tweet.updateMany({ where: { userId: person.userId }, data: { latenessLimitS: null } });
    const { fault } = await h.x("/_sandbox/faults", {
      method: "POST",
      body: {
        kind: "status",
        params: { status: 429, resetAfterSeconds: resetMs / secondMs, ...params },
        match: { handle: person.handle },
      },
    });
    await advanceTo(startMs);
    // Every delivery has been answered: the first ones by X, the others by the hold.
    await waitFor(async () => {
      // In this order: what is armed between the two is then left, too.
      const armed = await h.db.tweet.count({
        where: { userId: person.userId, qstashId: { not: null }, nextAttemptAt: { not: null } },
      });
      const left = await h.db.message.count({ where: { tweet: { userId: person.userId }, endedAt: null } });
      return left === armed;
    });
    await h.x(`/_sandbox/faults/${fault.id}`, { method: "DELETE" });
    return { person, tweets, endMs: startMs + resetMs };
  }

  const calls = async ({ handle }: Person): Promise<number> =>
    (await h.x(`/_sandbox/requests?method=POST&path=/2/tweets&handle=${handle}`)).requests.length;

  test("15 minutes: the account waits until the reset, then its tweets go out one after another, each once", async () => {
    const { person, tweets, endMs } = await burst({}, 12 * 60_000);
    const asked = await calls(person);
    expect(asked).toBeLessThanOrEqual(policy.message.accountParallelism);
    const [account] = await person.caller.account.list();
    expect(account?.hold).toMatchObject({ reason: "rateLimit" });
    expect(Math.abs((account?.hold?.until?.getTime() ?? 0) - endMs)).toBeLessThan(2 * secondMs);
    await advanceTo(endMs - 60 * secondMs);
    await sweepNow(h.roost);
    expect(await calls(person)).toBe(asked);
    await advanceTo(endMs + 2 * secondMs);
    await sweepNow(h.roost);
    for (let turn = 0; turn < 11; turn += 1) {
      h.clock.advance(policy.hold.spacingMs);
      await waitFor(async () => {
        const waiting = { userId: person.userId, status: { in: ["SCHEDULED", "PUBLISHING"] as const } };
        const due = await h.db.tweet.count({
          where: {
            ...waiting,
            status: { in: [...waiting.status.in] },
            nextAttemptAt: { lte: await h.clock.now() },
          },
        });
        return due === 0;
      });
    }
    await expectPunctual(tweets);
    const times = (await postsOf(tweets)).map(({ createdAt }) => Date.parse(createdAt)).sort((a, b) => a - b);
    expect(times[0]).toBeGreaterThanOrEqual(endMs - secondMs);
    for (const [place, time] of times.slice(1).entries()) {
      expect(time - (times[place] ?? 0)).toBeGreaterThan(policy.hold.spacingMs / 2);
    }
    expect(await person.caller.account.list()).toMatchObject([{ hold: null }]);
  }, 60_000);

  test("the day's cap of the account: until the day's reset, whatever the short window says", async () => {
    const { person, endMs } = await burst({ dayCap: "user" }, 5 * hourMs);
    const [account] = await person.caller.account.list();
    expect(Math.abs((account?.hold?.until?.getTime() ?? 0) - endMs)).toBeLessThan(2 * secondMs);
    const other = await signUp();
    const [free] = await scheduled(await nowMs(), [{ person: other, atS: 5 }]);
    h.clock.advance(6 * secondMs);
    await waitFor(async () => (await other.caller.tweet.get({ id: free?.id ?? "" })).state === "posted");
  }, 60_000);

  test("the day's cap of the app: nobody posts until the day's reset, and everybody sees until when", async () => {
    const { endMs } = await burst({ dayCap: "app" }, 5 * hourMs);
    const other = await signUp();
    const [held] = await scheduled(await nowMs(), [{ person: other, atS: 5 }]);
    h.clock.advance(60 * secondMs);
    await sweepNow(h.roost);
    const shown = await other.caller.tweet.get({ id: held?.id ?? "" });
    expect(shown).toMatchObject({ state: "onHold", hold: expect.stringContaining("whole app") });
    expect(Math.abs((shown.holdUntil?.getTime() ?? 0) - endMs)).toBeLessThan(2 * secondMs);
    expect(await calls(other)).toBe(0);
  }, 60_000);
});
