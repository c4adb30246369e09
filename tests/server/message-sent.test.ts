// What QStash is really sent with a tweet's message, as its own API tells it.
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { armTweets } from "~/server/tweets/arm";
import { newTweet, type Person } from "../support/roost-harness";
import { sharedRoost } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";

const h = sharedRoost();
const hourMs = 3_600_000;

/** Messages as GET /v2/messages/:id answers, one for each of the tweet's that wait. */
async function sentFor(tweetId: string): Promise<Record<string, unknown>[]> {
  const waiting = await messagesOf(h, tweetId);
  return Promise.all(
    waiting.map(async ({ messageId }) => {
      const headers = { Authorization: `Bearer ${h.env.QSTASH_TOKEN}` };
      const response = await fetch(`${h.env.QSTASH_URL}/v2/messages/${messageId}`, { headers });
      return (await response.json()) as Record<string, unknown>;
    }),
  );
}

async function scheduled(person: Person, aheadMs = hourMs) {
  return person.caller.tweet.schedule(newTweet(person, await h.clock.now(), aheadMs));
}

test("each account has a line of its own at QStash, in which only so many are in flight at once", async () => {
  const [mira, tom] = [await h.signUp("mira"), await h.signUp("tom")];
  const tweets = [await scheduled(mira), await scheduled(mira), await scheduled(tom)];
  const sent = (await Promise.all(tweets.map(({ id }) => sentFor(id)))).flat();
  expect(sent.map(({ flowControlKey, parallelism }) => ({ flowControlKey, parallelism }))).toEqual(
    [mira, mira, tom].map(({ accountId }) => ({
      flowControlKey: `account-${accountId}`,
      parallelism: policy.message.accountParallelism,
    })),
  );
});

test("a message names its tweet and revision, this installation, and how it is to be tried", async () => {
  const person = await h.signUp("ada");
  const tweet = await scheduled(person);
  expect(await sentFor(tweet.id)).toMatchObject([
    {
      url: h.deliveryUrl,
      method: "POST",
      body: JSON.stringify({ tweetId: tweet.id, revision: 1 }),
      label: h.env.ROOST_INSTALLATION,
      maxRetries: policy.message.retries,
      retryDelayExpression: policy.message.retryDelayExpression,
      notBefore: tweet.scheduledFor?.getTime(),
    },
  ]);
});

test("one that is armed later, by a pass, stands in its account's line too", async () => {
  const mira = await h.signUp("eve");
  const late = await scheduled(mira, policy.arm.horizonMs + hourMs);
  expect(await sentFor(late.id)).toEqual([]);
  h.clock.advance(2 * hourMs);
  await armTweets(h.roost, [late.id], "sweep");
  expect(await sentFor(late.id)).toMatchObject([{ flowControlKey: `account-${mira.accountId}` }]);
});
