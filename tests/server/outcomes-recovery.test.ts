import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { claimTweet } from "~/server/tweets/claim";
import { publishTweet } from "~/server/tweets/publish";
import { settleTweet } from "~/server/tweets/settle";
import type { TweetView } from "~/server/tweets/view";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow, xFault } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import type { Person } from "../support/roost-harness";
import { sharedRoost } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const h = sharedRoost();
let person: Person;

beforeAll(async () => {
  person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
});

const view = (id: string) => person.caller.tweet.get({ id });
const named = ({ id, revision }: TweetView) => ({ tweetId: id, revision });
const slowMs = 700;

describe("a worker that dies", () => {
  test("between its claim and the sending: the tweet is surely absent, and goes out after the lease, once", async () => {
    const tweet = await dueTweet(h, person);
    expect((await claimTweet(h.roost, named(tweet), "qstash")).kind).toBe("claimed");
    await sweepNow(h.roost);
    await deliverTo(h.roost, tweet);
    expect((await view(tweet.id)).state).toBe("posting");
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    expect(await wholeTweet(h.db, tweet.id)).toMatchObject({
      status: "SCHEDULED",
      attempts: [{ outcome: "later", endedAt: expect.any(Date) }],
    });
    expect(await createCalls(h, tweet.text)).toEqual([]);
    h.clock.advance(policy.evidence.graceMs + 1000);
    await sweepNow(h.roost);
    expect((await view(tweet.id)).state).toBe("posted");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });

  test("while it was sending: the tweet is at Check needed after the lease, and is not sent again", async () => {
    const tweet = await dueTweet(h, person);
    await claimTweet(h.roost, named(tweet), "qstash");
    await h.db.part.updateMany({
      where: { tweetId: tweet.id },
      data: { state: "SENDING", sendingAt: await h.clock.now() },
    });
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    expect((await view(tweet.id)).state).toBe("checkNeeded");
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    await deliverTo(h.roost, tweet);
    expect(await createCalls(h, tweet.text)).toEqual([]);
  });

  test("is settled by one of two sweeps at once, with one event", async () => {
    const tweet = await dueTweet(h, person);
    await claimTweet(h.roost, named(tweet), "qstash");
    h.clock.advance(policy.publish.leaseMs + 1000);
    await Promise.all([sweepNow(h.roost), sweepNow(h.roost)]);
    const { events, attempts } = await wholeTweet(h.db, tweet.id);
    expect(events.filter(({ kind }) => kind === "put off")).toHaveLength(1);
    expect(attempts).toHaveLength(1);
  });
});

describe("a worker whose lease is running", () => {
  test("is not settled, whoever thought that it was over", async () => {
    const tweet = await dueTweet(h, person);
    await claimTweet(h.roost, named(tweet), "qstash");
    const before = await wholeTweet(h.db, tweet.id);
    expect(await settleTweet(h.roost, tweet.id)).toBe(false);
    expect(await wholeTweet(h.db, tweet.id)).toEqual(before);
  });
});

describe("a worker that froze", () => {
  test("and hears X's yes after its lease was settled still records it: posted, once", async () => {
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "slow", { ms: slowMs }, 1);
    const frozen = publishTweet(h.roost, named(tweet), "qstash");
    await waitFor(async () => (await wholeTweet(h.db, tweet.id)).parts[0]?.state === "SENDING");
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    expect((await view(tweet.id)).state).toBe("checkNeeded");
    await frozen;
    const [post] = await ledgerOf(h, tweet.text);
    expect(await view(tweet.id)).toMatchObject({
      state: "posted",
      failure: null,
      postUrl: expect.stringContaining(`/status/${post?.id}`),
    });
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test("and hears X's no after its lease was settled changes nothing any more", async () => {
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "slow", { ms: slowMs }, 1);
    await xFault(h, tweet.text, "status", { status: 400 }, 1);
    const frozen = publishTweet(h.roost, named(tweet), "qstash");
    await waitFor(async () => (await wholeTweet(h.db, tweet.id)).parts[0]?.state === "SENDING");
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    const settled = await wholeTweet(h.db, tweet.id);
    await frozen;
    expect(await wholeTweet(h.db, tweet.id)).toEqual(settled);
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

  test("before it marked the part finds its attempt settled, and sends nothing", async () => {
    const tweet = await dueTweet(h, person);
    await publishFrozen(tweet, () => sweepNow(h.roost));
    expect(await createCalls(h, tweet.text)).toEqual([]);
    expect((await wholeTweet(h.db, tweet.id)).attempts).toMatchObject([{ outcome: "later" }]);
  });

  test("before it marked the part finds another worker at it, and leaves it all to that one", async () => {
    const tweet = await dueTweet(h, person);
    await publishFrozen(tweet, async () => {
      await sweepNow(h.roost);
      h.clock.advance(1000);
      expect((await claimTweet(h.roost, named(tweet), "sweep")).kind).toBe("claimed");
    });
    expect(await createCalls(h, tweet.text)).toEqual([]);
    expect(await wholeTweet(h.db, tweet.id)).toMatchObject({
      status: "PUBLISHING",
      parts: [{ state: "WAITING" }],
      attempts: [{ outcome: "later" }, { endedAt: null }],
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

  test("for longer: the tweet rests at Check needed, and is never sent again", async () => {
    const tweet = await dueTweet(h, person);
    const farMoreThanIsTried = 20;
    await failRecordings(tweet.id, farMoreThanIsTried);
    await expect(deliverTo(h.roost, tweet)).rejects.toThrow();
    await deliverTo(h.roost, tweet);
    expect((await view(tweet.id)).state).toBe("posting");
    h.clock.advance(policy.publish.leaseMs + 1000);
    await waitFor(async () => {
      await sweepNow(h.roost);
      return (await view(tweet.id)).state === "checkNeeded";
    });
    await deliverTo(h.roost, tweet);
    await sweepNow(h.roost);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });
});
