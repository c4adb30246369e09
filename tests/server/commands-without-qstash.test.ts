import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { createQueue } from "~/server/qstash/queue";
import type { Roost } from "~/server/roost";
import { sweep } from "~/server/tweets/sweep";
import { freePort } from "../support/free-port";
import { wholeTweet } from "../support/placed-tweet";
import { newTweet } from "../support/roost-harness";
import { sharedRoostWithMira } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";

const { h, mira } = sharedRoostWithMira();
/** Roost with a shorter patience for QStash, so that a hanging call costs the test little. */
let impatient: Roost;

const patienceMs = 400;

beforeAll(async () => {
  impatient = { ...h.roost, queue: queueAt(h.env.QSTASH_URL) };
});
afterEach(() => h.qstash("/_sandbox/faults", { method: "DELETE" }));

function queueAt(url: string) {
  return createQueue({
    url,
    token: h.env.QSTASH_TOKEN,
    appUrl: h.env.NEXTAUTH_URL,
    installation: h.env.ROOST_INSTALLATION,
    policy: { ...policy, arm: { ...policy.arm, callTimeoutMs: patienceMs } },
  });
}

const hourMs = 3_600_000;

test("while QStash hangs, many tweets go back on the schedule together: it is asked once, and all are kept", async () => {
  const caller = h.callerOf(impatient, mira.userId);
  const now = await h.clock.now();
  const tweets = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const tweet = await mira.caller.tweet.schedule(newTweet(mira, now, hourMs + index * 1000));
      const draft = await mira.caller.tweet.unschedule({ id: tweet.id, revision: tweet.revision });
      return { id: draft.id, revision: draft.revision };
    }),
  );
  const publishes = async () => (await h.qstash("/_sandbox/requests")).requests["POST /v2/batch"] as number;
  const before = await publishes();
  await h.qstash("/_sandbox/faults", { method: "POST", body: { kind: "api-hang" } });
  const answer = await caller.tweet.schedule_all({ tweets });
  expect(answer.refused).toEqual([]);
  expect(answer.scheduled.map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => "pending"));
  expect(await publishes()).toBe(before + 1);
});

/** The bad days on which QStash keeps nothing of a call. */
const nothingDone: [string, object][] = [
  ["answers 500", { kind: "api-status", params: { status: 500 } }],
  ["answers 429", { kind: "api-status", params: { status: 429 } }],
  ["refuses the token", { kind: "api-status", params: { status: 401 } }],
  ["refuses the message", { kind: "api-status", params: { status: 400 } }],
  ["does not know the path", { kind: "api-status", params: { status: 404 } }],
  ["never answers", { kind: "api-hang" }],
  ["cuts the connection", { kind: "api-cut" }],
];

/** The bad days on which QStash does what it was asked, and the answer is lost. */
const answerLost: [string, object][] = [
  ["answers 500 afterwards", { kind: "api-status", params: { status: 500, when: "after" } }],
  ["never answers afterwards", { kind: "api-hang", params: { when: "after" } }],
  ["cuts the connection afterwards", { kind: "api-cut", params: { when: "after" } }],
];

const fault = (body: object) => h.qstash("/_sandbox/faults", { method: "POST", body });
const calm = () => h.qstash("/_sandbox/faults", { method: "DELETE" });
const caller = () => h.callerOf(impatient, mira.userId).tweet;

async function schedule(through = caller()) {
  return through.schedule(newTweet(mira, await h.clock.now(), hourMs));
}

/** Past every back-off after one failed arming; then the minute's pass. */
async function sweepLater() {
  h.clock.advance(policy.arm.firstRetryMs * (1 + policy.arm.retryJitter) + 1);
  await (await sweep(impatient)).publications;
}

async function expectPendingInWords(tweet: Awaited<ReturnType<typeof schedule>>) {
  expect(tweet).toMatchObject({ state: "pending", revision: 1 });
  expect(tweet.pending?.error).toMatch(/^QStash.* .*\.$/);
  const row = await wholeTweet(h.db, tweet.id);
  expect(row).toMatchObject({ status: "SCHEDULED", qstashId: null, armFailures: 1 });
}

async function expectOneMessage(id: string) {
  const row = await wholeTweet(h.db, id);
  expect(row.qstashId).not.toBeNull();
  expect(await messagesOf(h, id)).toMatchObject([{ messageId: row.qstashId, revision: row.revision }]);
}

describe("while QStash is in trouble", () => {
  test.each(nothingDone)("and %s, a tweet is scheduled all the same, and armed later", async (_, body) => {
    await fault(body);
    const tweet = await schedule();
    await expectPendingInWords(tweet);
    await calm();
    await sweepLater();
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("queued");
    await expectOneMessage(tweet.id);
  });

  test("and cannot be reached at all, a tweet is scheduled all the same, and armed later", async () => {
    const unreachable = { ...h.roost, queue: queueAt(`http://127.0.0.1:${await freePort()}`) };
    const tweet = await schedule(h.callerOf(unreachable, mira.userId).tweet);
    await expectPendingInWords(tweet);
    await sweepLater();
    await expectOneMessage(tweet.id);
  });

  test.each(answerLost)("and %s, the later arming leaves one message and not two", async (_, body) => {
    await fault({ ...body, match: { path: "/v2/batch" } });
    const tweet = await schedule();
    await expectPendingInWords(tweet);
    expect(await messagesOf(h, tweet.id)).toHaveLength(1);
    await calm();
    await sweepLater();
    await expectOneMessage(tweet.id);
    expect(await messagesOf(h, tweet.id, "all")).toHaveLength(1);
  });

  test.each(answerLost)(
    "and %s, an edit before the later arming leaves the old message inert",
    async (_, body) => {
      await fault({ ...body, match: { path: "/v2/batch" }, count: 1 });
      const tweet = await schedule();
      const edited = await caller().edit({ id: tweet.id, revision: 1, text: `${tweet.text} edited` });
      expect(edited.state).toBe("queued");
      h.clock.advance(hourMs);
      const answer = await h.deliver({ tweetId: tweet.id, revision: 1 });
      expect(answer).toMatchObject({ status: 200, body: { message: expect.stringContaining("revision 1") } });
      const { tweets } = await h.x(`/_sandbox/tweets?text=${encodeURIComponent(tweet.text)}`);
      expect(tweets).toEqual([]);
    },
  );

  test("a failing arming waits longer each time, says why, and never more than one message comes of it", async () => {
    await fault({ kind: "api-status", params: { status: 500 } });
    const tweet = await schedule();
    const waits: number[] = [];
    for (let failures = 1; failures <= 4; failures += 1) {
      const row = await wholeTweet(h.db, tweet.id);
      expect(row.armFailures).toBe(failures);
      const waitMs = (row.armAfter?.getTime() ?? 0) - (await h.clock.now()).getTime();
      waits.push(waitMs);
      h.clock.advance(waitMs + 1);
      await (await sweep(impatient)).publications;
    }
    for (const [index, waitMs] of waits.entries()) {
      if (index > 0) expect(waitMs).toBeGreaterThan((waits[index - 1] ?? 0) * 1.5);
    }
    await calm();
    h.clock.advance(policy.arm.maxRetryMs);
    await (await sweep(impatient)).publications;
    await expectOneMessage(tweet.id);
  });

  const commands = {
    cancel: (tweet: { id: string; revision: number }) => caller().cancel(tweet),
    unschedule: (tweet: { id: string; revision: number }) => caller().unschedule(tweet),
    delete: (tweet: { id: string; revision: number }) => caller().delete(tweet),
  };

  describe.each(Object.keys(commands) as (keyof typeof commands)[])("%s", (name) => {
    test.each(nothingDone)("is done all the same when QStash %s", async (_, body) => {
      const tweet = await schedule();
      await fault(body);
      await commands[name]({ id: tweet.id, revision: tweet.revision });
      await calm();
      const row = await wholeTweet(h.db, tweet.id);
      expect(row).toMatchObject({ status: name === "unschedule" ? "DRAFT" : "CANCELLED", qstashId: null });
      expect(row.messages).toMatchObject([{ cancelRequestedAt: expect.any(Date) }]);
      expect(await messagesOf(h, tweet.id)).toHaveLength(1);
      h.clock.advance(hourMs);
      expect((await h.deliver({ tweetId: tweet.id, revision: 1 })).status).toBe(200);
      await (await sweep(impatient)).publications;
      expect((await h.x(`/_sandbox/tweets?text=${tweet.text}`)).tweets).toEqual([]);
    });
  });
});
