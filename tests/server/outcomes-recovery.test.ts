import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { claimTweet } from "~/server/tweets/claim";
import { publishTweet } from "~/server/tweets/publish";
import { settleTweet } from "~/server/tweets/settle";
import type { TweetView } from "~/server/tweets/view";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow, xFault } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import {
  diesAfterPosting,
  diesSending,
  frozenWorker,
  leaveInDoubt,
  settleToRest,
  timelineFault,
} from "../support/settling";
import { sharedRoostWithMira } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const { h, mira: person } = sharedRoostWithMira();

const view = (id: string) => person.caller.tweet.get({ id });
const named = ({ id, revision }: TweetView) => ({ tweetId: id, revision });

describe("a worker that dies", () => {
  test("between its claim and the sending: the tweet is surely absent, and goes out after the lease, once", async () => {
    const tweet = await dueTweet(h, person);
    expect((await claimTweet(h.roost, named(tweet), "qstash")).kind).toBe("claimed");
    await sweepNow(h.roost);
    await deliverTo(h.roost, tweet);
    expect((await view(tweet.id)).state).toBe("posting");
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    expect((await view(tweet.id)).state).toBe("posted");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
    expect((await wholeTweet(h.db, tweet.id)).attempts).toMatchObject([
      { outcome: "expired", sendingAt: null },
      { outcome: "posted" },
    ]);
  });

  test("while it was sending, before X saw anything: the tweet goes out after two looks at X, once", async () => {
    const { tweet } = await diesSending(h, person);
    await sweepNow(h.roost);
    expect((await view(tweet.id)).state).toBe("posting");
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test("after X has posted it: the tweet is Posted with that post, and X is not asked again", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    expect(await view(tweet.id)).toMatchObject({
      state: "posted",
      postUrl: expect.stringContaining(`/status/${xId}`),
    });
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test("is settled by one of many sweeps at once, with one event", async () => {
    const tweet = await dueTweet(h, person);
    await claimTweet(h.roost, named(tweet), "qstash");
    h.clock.advance(policy.publish.leaseMs + 1000);
    await Promise.all([1, 2, 3, 4].map(() => settleTweet(h.roost, tweet.id, "sweep")));
    const { events, attempts } = await wholeTweet(h.db, tweet.id);
    expect(events.filter(({ kind }) => kind === "lease ran out")).toHaveLength(1);
    expect(attempts).toMatchObject([{ outcome: "expired" }]);
  });

  test("each time before it sends anything: after three the tweet is Failed, and never stuck", async () => {
    const tweet = await dueTweet(h, person);
    for (let deaths = 0; deaths < policy.publish.maxExpiredLeases; deaths += 1) {
      expect((await claimTweet(h.roost, named(tweet), "qstash")).kind).toBe("claimed");
      h.clock.advance(policy.publish.leaseMs + 1000);
      await settleTweet(h.roost, tweet.id, "sweep");
    }
    expect(await view(tweet.id)).toMatchObject({ state: "failed", failure: { kind: "tooManyAttempts" } });
    expect(await createCalls(h, tweet.text)).toEqual([]);
  });
});

describe("a worker whose lease is running", () => {
  test("is not settled, whoever thought that it was over", async () => {
    const tweet = await dueTweet(h, person);
    await claimTweet(h.roost, named(tweet), "qstash");
    const before = await wholeTweet(h.db, tweet.id);
    expect((await settleTweet(h.roost, tweet.id, "sweep")).kind).toBe("left");
    expect(await wholeTweet(h.db, tweet.id)).toEqual(before);
  });
});

describe("a worker that froze", () => {
  test("and hears X's yes while its outcome is looked for records it: posted, once", async () => {
    const tweet = await dueTweet(h, person);
    const { frozen, release } = frozenWorker(h.roost);
    const published = publishTweet(frozen, named(tweet), "qstash");
    await waitFor(async () => (await createCalls(h, tweet.text)).length === 1);
    const end = await timelineFault(h, person, "status", { status: 503 });
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    await end();
    expect((await view(tweet.id)).state).toBe("posting");
    release();
    await published;
    const [post] = await ledgerOf(h, tweet.text);
    expect(await view(tweet.id)).toMatchObject({
      state: "posted",
      failure: null,
      postUrl: expect.stringContaining(`/status/${post?.id}`),
    });
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test("and hears X's no while its outcome is looked for records that: X said it of this very call", async () => {
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "status", { status: 400 }, 1);
    const { frozen, release } = frozenWorker(h.roost);
    const published = publishTweet(frozen, named(tweet), "qstash");
    await waitFor(async () => (await createCalls(h, tweet.text)).length === 1);
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    release();
    await published;
    expect(await view(tweet.id)).toMatchObject({ state: "failed", failure: { kind: "refused" } });
    await sweepNow(h.roost);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test("and hears X's no after its owner was asked changes nothing any more", async () => {
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "status", { status: 400 }, 1);
    const { frozen, release } = frozenWorker(h.roost);
    const published = publishTweet(frozen, named(tweet), "qstash");
    await waitFor(async () => (await createCalls(h, tweet.text)).length === 1);
    await leaveInDoubt(h, person, tweet.id);
    const settled = await wholeTweet(h.db, tweet.id);
    release();
    await published;
    expect(await wholeTweet(h.db, tweet.id)).toEqual(settled);
  });

  test("between a token's renewal and the second call finds its outcome being looked for, and sends nothing", async () => {
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "status", { status: 401 }, 1);
    const { publisher } = h.roost;
    const renewToken: typeof publisher.renewToken = async (...args) => {
      const renewed = await publisher.renewToken(...args);
      h.clock.advance(policy.publish.leaseMs + 1000);
      await settleTweet(h.roost, tweet.id, "sweep");
      return renewed;
    };
    const frozen = { ...h.roost, publisher: { ...publisher, renewToken } };
    await publishTweet(frozen, named(tweet), "qstash");
    expect(await createCalls(h, tweet.text)).toMatchObject([{ status: 401 }]);
    h.clock.advance(policy.evidence.graceMs + 1000);
    await sweepNow(h.roost);
    expect((await view(tweet.id)).state).toBe("posted");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });

  /** A worker that freezes past its lease just before it marks the part, while `meanwhile` happens. */
  async function publishFrozen(tweet: TweetView, meanwhile: () => Promise<unknown>) {
    const { publisher } = h.roost;
    const token = async (accountId: string) => {
      h.clock.advance(policy.publish.leaseMs + 1000);
      await meanwhile();
      return publisher.token(accountId);
    };
    return publishTweet({ ...h.roost, publisher: { ...publisher, token } }, named(tweet), "qstash");
  }

  test("before it marked the part finds its lease over, and sends nothing", async () => {
    const tweet = await dueTweet(h, person);
    await publishFrozen(tweet, async () => undefined);
    expect(await createCalls(h, tweet.text)).toEqual([]);
    expect(await wholeTweet(h.db, tweet.id)).toMatchObject({
      status: "SCHEDULED",
      attempts: [{ outcome: "later" }],
    });
  });

  test("before it marked the part finds its tweet posted by another, and sends nothing", async () => {
    const tweet = await dueTweet(h, person);
    await publishFrozen(tweet, () => sweepNow(h.roost));
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
    expect(await wholeTweet(h.db, tweet.id)).toMatchObject({
      status: "PUBLISHED",
      attempts: [{ outcome: "expired" }, { outcome: "posted" }],
    });
  });

  test("before it marked the part finds another worker at it, and leaves it all to that one", async () => {
    const tweet = await dueTweet(h, person);
    await publishFrozen(tweet, async () => {
      await settleTweet(h.roost, tweet.id, "sweep");
      h.clock.advance(1000);
      expect((await claimTweet(h.roost, named(tweet), "sweep")).kind).toBe("claimed");
    });
    expect(await createCalls(h, tweet.text)).toEqual([]);
    expect(await wholeTweet(h.db, tweet.id)).toMatchObject({
      status: "PUBLISHING",
      parts: [{ state: "WAITING" }],
      attempts: [{ outcome: "expired" }, { endedAt: null }],
    });
  });
});

describe("PostgreSQL in trouble just when X has answered", () => {
  /** Lets the next `times` recordings of this tweet's outcome fail inside PostgreSQL, as a lost connection would. */
  async function failRecordings(tweetId: string, times: number) {
    const name = `fail_${randomUUID().replaceAll("-", "")}`;
    await h.db.$executeRawUnsafe(`CREATE SEQUENCE ${name}`);
    await h.db.$executeRawUnsafe(`
      CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD."endedAt" IS NULL AND NEW."endedAt" IS NOT NULL AND nextval('${name}') <= ${times} THEN
          RAISE EXCEPTION 'out of shared memory';
        END IF;
        RETURN NEW;
      END $$`);
    await h.db.$executeRawUnsafe(`
      CREATE TRIGGER ${name} BEFORE UPDATE ON "Attempt" FOR EACH ROW
      WHEN (OLD."tweetId" = '${tweetId}') EXECUTE FUNCTION ${name}()`);
  }

  test("for a moment: the outcome is recorded a little later, and posted once", async () => {
    const tweet = await dueTweet(h, person);
    await failRecordings(tweet.id, 3);
    await deliverTo(h.roost, tweet);
    expect((await view(tweet.id)).state).toBe("posted");
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test("for longer: the tweet is found on X once PostgreSQL can hear it, and is never sent again", async () => {
    const tweet = await dueTweet(h, person);
    const farMoreThanIsTried = 20;
    await failRecordings(tweet.id, farMoreThanIsTried);
    await expect(deliverTo(h.roost, tweet)).rejects.toThrow();
    await deliverTo(h.roost, tweet);
    expect((await view(tweet.id)).state).toBe("posting");
    await waitFor(async () => {
      h.clock.advance(policy.publish.leaseMs + 1000);
      await sweepNow(h.roost);
      return (await view(tweet.id)).state === "posted";
    });
    await deliverTo(h.roost, tweet);
    await sweepNow(h.roost);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });
});
