// Tweets whose message QStash has given up on: it came at once, no answer of Roost's satisfied it, and it had no retry.
import { policy } from "~/domain/policy";
import { createQueue } from "~/server/qstash/queue";
import type { Roost } from "~/server/roost";
import type { TweetView } from "~/server/tweets/view";
import { type Harness, newTweet, type Person } from "./roost-harness";
import { waitFor } from "./wait-for";

export type SeenDeadLetter = { dlqId: string; messageId: string; label?: string };

/** QStash's dead letters, as its own API lists them. */
export async function deadLetters(h: Harness): Promise<SeenDeadLetter[]> {
  const response = await fetch(`${h.env.QSTASH_URL}/v2/dlq?count=100`, {
    headers: { Authorization: `Bearer ${h.env.QSTASH_TOKEN}` },
  });
  const { messages } = (await response.json()) as { messages: SeenDeadLetter[] };
  return messages;
}

/** A Roost whose messages come at once and are not tried again. @param installation that they are labelled with */
export function hastyRoost(h: Harness, installation = h.roost.queue.label): Roost {
  const queue = createQueue({
    url: h.env.QSTASH_URL,
    token: h.env.QSTASH_TOKEN,
    appUrl: h.env.NEXTAUTH_URL,
    installation,
    policy: { ...policy, message: { ...policy.message, retries: 0 as 3 } },
  });
  const publish: typeof queue.publish = (messages) =>
    queue.publish(messages.map((message) => ({ ...message, notBefore: new Date(0) })));
  return { ...h.roost, queue: { ...queue, publish } };
}

/** Schedules tweets due this far ahead, whose messages are dead by now. */
export async function deadTweets(
  h: Harness,
  person: Person,
  aheadMs: number,
  count = 1,
  roost = hastyRoost(h),
): Promise<TweetView[]> {
  const before = (await deadLetters(h)).length;
  const { fault } = await h.qstash("/_sandbox/faults", {
    method: "POST",
    body: { kind: "deliver-forged", params: { how: "key" } },
  });
  const caller = h.callerOf(roost, person.userId);
  const now = await h.clock.now();
  const tweets = [];
  for (let n = 0; n < count; n += 1) {
    tweets.push(await caller.tweet.schedule(newTweet(person, now, aheadMs + n * 1000)));
  }
  await waitFor(async () => (await deadLetters(h)).length >= before + count);
  await h.qstash(`/_sandbox/faults/${fault.id}`, { method: "DELETE" });
  return tweets;
}
