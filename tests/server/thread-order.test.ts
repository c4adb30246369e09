// A thread goes out part by part, in order, each a reply to the one before, and each once.
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { claimTweet } from "~/server/tweets/claim";
import { markSending } from "~/server/tweets/mark-sending";
import { createCalls, deliverTo, sweepNow, xFault } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { sharedRoostWithMira } from "../support/shared-roost";
import { dueThread, expectOut, texts } from "../support/thread";
import { waitFor } from "../support/wait-for";
import { waitingOnLock } from "../support/waiting-on-lock";

const { h, mira: person } = sharedRoostWithMira();

const view = (id: string) => person.caller.tweet.get({ id });

describe("a thread", () => {
  test("of three goes out in order, each part a reply to the one before, with one event and one attempt a part", async () => {
    const words = texts(3);
    const tweet = await dueThread(h, person, words);
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "posted" });
    await expectOut(h, tweet.id, words);
    const { attempts, events, startedAt, parts } = await wholeTweet(h.db, tweet.id);
    expect(attempts.map(({ partPosition, outcome }) => [partPosition, outcome])).toEqual([
      [1, "posted"],
      [2, "posted"],
      [3, "posted"],
    ]);
    for (const { sendingAt, deadlineAt } of attempts) {
      expect((deadlineAt?.getTime() ?? 0) - (sendingAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(
        policy.publish.callTimeoutMs,
      );
    }
    expect(startedAt).toEqual(parts[0]?.sentAt);
    expect(events.slice(-4).map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ["claimed", "SCHEDULED", "PUBLISHING"],
      ["part posted", "PUBLISHING", "PUBLISHING"],
      ["part posted", "PUBLISHING", "PUBLISHING"],
      ["posted", "PUBLISHING", "PUBLISHED"],
    ]);
    expect(await view(tweet.id)).toMatchObject({ state: "posted", isLate: false });
  });

  test("of the longest kind, 25 parts, goes out whole", async () => {
    const words = texts(policy.publish.maxParts);
    const tweet = await dueThread(h, person, words);
    await deliverTo(h.roost, tweet);
    await expectOut(h, tweet.id, words);
  });

  test("delivered many times at once, and swept meanwhile, goes out once", async () => {
    const words = texts(4);
    const tweet = await dueThread(h, person, words);
    h.clock.advance(policy.evidence.graceMs + 1000);
    const deliveries = Array.from({ length: 5 }, () => deliverTo(h.roost, tweet));
    const answers = await Promise.all([...deliveries, sweepNow(h.roost)]);
    expect(answers.slice(0, 5).every((answer) => "said" in answer)).toBe(true);
    await expectOut(h, tweet.id, words);
  });

  test("that is half out goes on undisturbed when its delivery comes again, and when it is swept", async () => {
    const words = texts(3);
    const tweet = await dueThread(h, person, words);
    await xFault(h, words[1] ?? "", "slow", { ms: 600 }, 1);
    const going = deliverTo(h.roost, tweet);
    await waitFor(async () => (await wholeTweet(h.db, tweet.id)).parts[1]?.state === "SENDING");
    expect(await deliverTo(h.roost, tweet)).toMatchObject({
      kind: "handled",
      said: expect.stringContaining("PUBLISHING"),
    });
    await sweepNow(h.roost);
    await going;
    await expectOut(h, tweet.id, words);
  });

  test("cannot be edited by its owner while it goes out, and goes out as it was", async () => {
    const words = texts(2);
    const tweet = await dueThread(h, person, words);
    await xFault(h, words[0] ?? "", "slow", { ms: 600 }, 1);
    const going = deliverTo(h.roost, tweet);
    await waitFor(async () => (await view(tweet.id)).state === "posting");
    const target = { id: tweet.id, revision: tweet.revision };
    const refusal = await refusalOf(person.caller.tweet.edit({ ...target, text: "other words" }));
    expect(refusal).toMatchObject({ code: "NOT_ALLOWED", message: expect.stringContaining("going out") });
    await going;
    await expectOut(h, tweet.id, words);
  });
});

describe("a lease", () => {
  test("is renewed for every part, and again before it is sent: a long thread outlasts the first one, and no sweep takes it over", async () => {
    const words = texts(4);
    const tweet = await dueThread(h, person, words);
    const { publisher } = h.roost;
    const slow: typeof publisher = {
      ...publisher,
      token: (accountId) => {
        h.clock.advance(policy.publish.leaseMs / 2);
        return publisher.token(accountId);
      },
      create: async (...call) => {
        h.clock.advance(policy.publish.leaseMs - 5000);
        await sweepNow(h.roost);
        return publisher.create(...call);
      },
    };
    await deliverTo({ ...h.roost, publisher: slow }, tweet);
    await expectOut(h, tweet.id, words);
    expect(await createCalls(h, words[3] ?? "")).toHaveLength(1);
  });

  test("that is taken over in the very moment when its worker wakes lets that worker send nothing", async () => {
    const tweet = await dueThread(h, person, texts(1));
    const answer = await claimTweet(h.roost, { tweetId: tweet.id, revision: tweet.revision }, "qstash");
    if (answer.kind !== "claimed") throw new Error(answer.kind);
    const taking = `
      UPDATE "Attempt" SET "settlingSince" = now() WHERE "tweetId" = '${tweet.id}';
      UPDATE "Tweet" SET "leaseUntil" = "leaseUntil" + interval '1 hour' WHERE "id" = '${tweet.id}'`;
    const woken = await waitingOnLock(h.env.DATABASE_URL, taking, 1, () =>
      markSending(h.roost, answer.claim),
    );
    expect(woken).toEqual({ kind: "taken" });
    expect((await wholeTweet(h.db, tweet.id)).parts[0]?.state).toBe("WAITING");
  });
});
