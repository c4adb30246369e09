// A thread that stops half way, by X, by its owner or by a crash, goes on at the first part that is not out.
import { beforeEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import type { TweetView } from "~/server/tweets/view";
import { createCalls, deliverTo, sweepNow, xFault } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { advanceTo } from "../support/settling";
import { roostWithNewcomers } from "../support/shared-roost";
import { storyOf } from "../support/story";
import { dueThread, expectOut, postsOf, texts } from "../support/thread";
import { waitFor } from "../support/wait-for";

const { h, person } = roostWithNewcomers();

beforeEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
});

const view = (id: string) => person.caller.tweet.get({ id });
const named = ({ id, revision }: TweetView) => ({ id, revision });

describe("X failing after part two", () => {
  async function refusedAtThree() {
    const words = texts(4);
    const tweet = await dueThread(h, person, words);
    await xFault(h, words[2] ?? "", "status", { status: 403 }, 1);
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "refused" });
    return { words, tweet, failed: await view(tweet.id) };
  }

  test("leaves it failed, with two parts out and the way on; resumed, one and two stand once", async () => {
    const { words, tweet, failed } = await refusedAtThree();
    expect(failed).toMatchObject({
      state: "failed",
      failure: { kind: "refused", happened: expect.stringContaining("2 of 4 parts are out.") },
      started: { outCount: 2, canResume: true },
    });
    const told = await h.db.notification.findMany({ where: { tweetId: tweet.id } });
    expect(told).toMatchObject([{ kind: "halfOut", detail: { failure: "refused" } }]);
    const story = await person.caller.tweet.get_history({ id: tweet.id });
    expect(JSON.stringify(story)).toContain("delete on X what is out");
    expect(story.why?.answer).toContain(failed.failure?.next);
    const resumed = await person.caller.tweet.resume(named(failed));
    expect(resumed).toMatchObject({ state: "queued", scheduledFor: tweet.scheduledFor, failure: null });
    await deliverTo(h.roost, tweet);
    expect(await postsOf(h, words)).toHaveLength(2);
    await deliverTo(h.roost, resumed);
    await expectOut(h, tweet.id, words);
    for (const text of words.slice(0, 2)) expect(await createCalls(h, text)).toHaveLength(1);
  });

  test("lets its owner rewrite the part that X refused, and go on with it", async () => {
    const { words, tweet, failed } = await refusedAtThree();
    const rewritten = [...words.slice(0, 2), `${words[2]} rewritten`, words[3] ?? ""];
    const edited = await person.caller.tweet.edit({
      ...named(failed),
      parts: rewritten.map((text) => ({ text })),
    });
    const resumed = await person.caller.tweet.resume(named(edited));
    await deliverTo(h.roost, resumed);
    await expectOut(h, tweet.id, rewritten);
    expect(await postsOf(h, [words[2] ?? ""])).toEqual([]);
  });

  test("may be left as it is, taken up again from there, or deleted with its posts left on X", async () => {
    const { words, tweet, failed } = await refusedAtThree();
    const left = await person.caller.tweet.cancel(named(failed));
    expect(left).toMatchObject({ state: "cancelled", started: { outCount: 2, canResume: true } });
    expect((await storyOf(person, tweet.id)).answer).toMatch(
      /Parts 1 and 2 are up on X and stay there\. At .*: Part 3 was not posted\. X refused.* You cancelled the rest\.$/,
    );
    const resumed = await person.caller.tweet.resume(named(left));
    await deliverTo(h.roost, resumed);
    await expectOut(h, tweet.id, words);
  });
});

describe("X putting off part two", () => {
  async function putOffAtTwo() {
    const words = texts(3);
    const tweet = await dueThread(h, person, words);
    await xFault(h, words[1] ?? "", "status", { status: 429, resetAfterSeconds: 0 }, 1);
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "later" });
    const row = await wholeTweet(h.db, tweet.id);
    expect(row).toMatchObject({ status: "SCHEDULED", revision: tweet.revision });
    expect(row.parts.map(({ state }) => state)).toEqual(["SENT", "WAITING", "WAITING"]);
    return { words, tweet, row };
  }

  test("lets it go on there when the time has come, by the message or by the sweep, once", async () => {
    const { words, tweet, row } = await putOffAtTwo();
    expect((await deliverTo(h.roost, tweet)).kind).toBe("early");
    await advanceTo(h, row.nextAttemptAt);
    h.clock.advance(policy.evidence.graceMs + 1000);
    await Promise.all([deliverTo(h.roost, tweet), sweepNow(h.roost)]);
    await waitFor(async () => (await view(tweet.id)).state === "posted");
    await expectOut(h, tweet.id, words);
  });

  test.each(["stop", "cancel"] as const)("%s lets it rest where it is", async (act) => {
    const { words, tweet, row } = await putOffAtTwo();
    const stopped = await person.caller.tweet[act](named(await view(tweet.id)));
    expect(stopped).toMatchObject({
      state: "failed",
      failure: { kind: "stopped" },
      started: { outCount: 1 },
    });
    await advanceTo(h, row.nextAttemptAt);
    h.clock.advance(policy.evidence.graceMs + 1000);
    await sweepNow(h.roost);
    expect(await postsOf(h, words)).toHaveLength(1);
    await deliverTo(h.roost, await person.caller.tweet.resume(named(stopped)));
    await expectOut(h, tweet.id, words);
  });

  test("again and again ends after the last attempt at that part, with part one out once", async () => {
    const { words, tweet } = await putOffAtTwo();
    await xFault(h, words[1] ?? "", "status", { status: 429, resetAfterSeconds: 0 });
    for (let attempt = 2; attempt <= policy.publish.maxAttempts + 1; attempt += 1) {
      await advanceTo(h, (await wholeTweet(h.db, tweet.id)).nextAttemptAt);
      await deliverTo(h.roost, tweet);
    }
    expect(await view(tweet.id)).toMatchObject({
      state: "failed",
      failure: { kind: "tooManyAttempts" },
      started: { outCount: 1, canResume: true },
    });
    expect(await createCalls(h, words[1] ?? "")).toHaveLength(policy.publish.maxAttempts);
    expect(await createCalls(h, words[0] ?? "")).toHaveLength(1);
  });

  test("for more than a day ends it: readers of part one have left", async () => {
    const { words, tweet } = await putOffAtTwo();
    await h.db.tweet.update({ where: { id: tweet.id }, data: { latenessLimitS: null } });
    h.clock.advance(policy.publish.threadLimitMs);
    await sweepNow(h.roost);
    const missed = await view(tweet.id);
    expect(missed).toMatchObject({ state: "failed", started: { canResume: false } });
    expect(missed.failure).toMatchObject({
      kind: "missed",
      happened: expect.stringContaining("within a day"),
    });
    const { answer } = await storyOf(person, tweet.id);
    expect(answer).toMatch(/: The rest was not posted\. It could not go on within a day of its first part\./);
    expect(answer).toContain(`1 of 3 parts is out. ${missed.failure?.next}`);
    expect(await postsOf(h, words)).toHaveLength(1);
  });
});

describe("its owner stopping it between two parts", () => {
  test("stops it after the part that is in flight, and it can be resumed", async () => {
    const words = texts(3);
    const tweet = await dueThread(h, person, words);
    await xFault(h, words[1] ?? "", "slow", { ms: 600 }, 1);
    const going = deliverTo(h.roost, tweet);
    await waitFor(async () => (await view(tweet.id)).parts[1]?.state === "sending");
    expect(await person.caller.tweet.stop(named(tweet))).toMatchObject({
      state: "posting",
      stopRequested: true,
    });
    await going;
    const stopped = await view(tweet.id);
    expect(stopped).toMatchObject({
      state: "failed",
      failure: { kind: "stopped", happened: expect.stringContaining("2 of 3 parts are out.") },
      stopRequested: false,
    });
    await sweepNow(h.roost);
    expect(await postsOf(h, words)).toHaveLength(2);
    await deliverTo(h.roost, await person.caller.tweet.resume(named(stopped)));
    await expectOut(h, tweet.id, words);
  });

  test("that comes just before a part is sent is honoured there", async () => {
    const words = texts(2);
    const tweet = await dueThread(h, person, words);
    const { publisher } = h.roost;
    let asked = 0;
    const token: typeof publisher.token = async (accountId) => {
      asked += 1;
      if (asked === 2) await person.caller.tweet.stop(named(tweet));
      return publisher.token(accountId);
    };
    await deliverTo({ ...h.roost, publisher: { ...publisher, token } }, tweet);
    expect(await view(tweet.id)).toMatchObject({ state: "failed", failure: { kind: "stopped" } });
    expect(await createCalls(h, words[1] ?? "")).toEqual([]);
  });
});

describe("a worker that dies before it marked a part", () => {
  const count = 3;

  /** A Roost that dies when it asks for the token of the nth part. */
  function dyingAt(part: number): Roost {
    const { publisher } = h.roost;
    let asked = 0;
    const token: typeof publisher.token = async (accountId) => {
      asked += 1;
      if (asked === part) throw new Error("the process is gone");
      return publisher.token(accountId);
    };
    return { ...h.roost, publisher: { ...publisher, token } };
  }

  test.each([1, 2, 3])("number %i: it goes on there after the lease, every part once", async (part) => {
    const words = texts(count);
    const tweet = await dueThread(h, person, words);
    await expect(deliverTo(dyingAt(part), tweet)).rejects.toThrow("the process is gone");
    expect(await postsOf(h, words)).toHaveLength(part - 1);
    await deliverTo(h.roost, tweet);
    expect(await postsOf(h, words)).toHaveLength(part - 1);
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    h.clock.advance(policy.evidence.graceMs + 1000);
    await sweepNow(h.roost);
    await expectOut(h, tweet.id, words);
    for (const text of words) expect(await createCalls(h, text)).toHaveLength(1);
  });

  test("and comes back after another has taken over sends nothing", async () => {
    const words = texts(count);
    const tweet = await dueThread(h, person, words);
    const { publisher } = h.roost;
    let asked = 0;
    const token: typeof publisher.token = async (accountId) => {
      asked += 1;
      if (asked === 2) {
        h.clock.advance(policy.publish.leaseMs + 1000);
        await sweepNow(h.roost);
        h.clock.advance(policy.evidence.graceMs + 1000);
        await sweepNow(h.roost);
      }
      return publisher.token(accountId);
    };
    await deliverTo({ ...h.roost, publisher: { ...publisher, token } }, tweet);
    await expectOut(h, tweet.id, words);
    for (const text of words) expect(await createCalls(h, text)).toHaveLength(1);
  });
});
