// Threads for tests: written, due, and as X has them.
import { randomInt, randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { TweetStatus } from "~/generated/prisma/client";
import type { TweetView } from "~/server/tweets/view";
import { placeTweet, wholeTweet } from "./placed-tweet";
import { type Harness, newTweet, type Person } from "./roost-harness";

const hourMs = 3_600_000;

export type XPost = { id: string; text: string; inReplyTo: string | null; deletedAt: string | null };

/** So many texts that no other test has, in order. */
export function texts(count: number): string[] {
  const own = randomUUID().slice(0, 8);
  return Array.from({ length: count }, (_, index) => `${own} part ${index + 1}.`);
}

/** A scheduled thread, an hour ahead. */
export async function aThread(h: Harness, person: Person, words: string[]): Promise<TweetView> {
  const { text: _, ...rest } = newTweet(person, await h.clock.now(), hourMs);
  return person.caller.tweet.schedule({ ...rest, parts: words.map((text) => ({ text })) });
}

/** The same, when its second has come. */
export async function dueThread(h: Harness, person: Person, words: string[]): Promise<TweetView> {
  const tweet = await aThread(h, person, words);
  h.clock.advance((tweet.scheduledFor?.getTime() ?? 0) - (await h.clock.now()).getTime());
  return tweet;
}

/** What X created of these texts, ever, oldest first. */
export async function postsOf(h: Harness, words: string[]): Promise<XPost[]> {
  const { tweets } = await h.x("/_sandbox/tweets");
  return (tweets as XPost[])
    .filter(({ text }) => words.includes(text))
    .sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
}

/**
 * What must be true of a thread that is out: every text once at X, in order, each a reply to the one before; and Roost
 * knows all of it, with nothing left open.
 */
export async function expectOut(h: Harness, id: string, words: string[]): Promise<void> {
  const posts = await postsOf(h, words);
  expect(posts.map(({ text }) => text)).toEqual(words);
  expect(posts.map(({ inReplyTo }) => inReplyTo)).toEqual([
    null,
    ...posts.slice(0, -1).map((post) => post.id),
  ]);
  const row = await wholeTweet(h.db, id);
  expect(row.parts.map(({ xId }) => xId)).toEqual(posts.map((post) => post.id));
  expect(row).toMatchObject({ status: "PUBLISHED", leaseUntil: null, startedAt: expect.any(Date) });
  expect(row.attempts.filter(({ endedAt }) => endedAt === null)).toEqual([]);
}

/** The parts in order: what they say, how they stand, and X's ids. */
export async function partsOf(h: Harness, id: string) {
  return (await wholeTweet(h.db, id)).parts;
}

/**
 * Writes a thread of three straight into a state, its first part out since `startedAt`, the second as the state asks
 * for, the third waiting; of a posted one all are out. Answers its id, revision 3, and its texts.
 */
export async function placeThread(
  h: Harness,
  person: Person,
  status: TweetStatus,
  startedAt: Date,
  changes: object = {},
) {
  const [first = "", second = "", third = ""] = texts(3);
  const now = await h.clock.now();
  const sent = () => ({ state: "SENT" as const, xId: String(randomInt(1e12)), sentAt: startedAt });
  const isOut = status === "PUBLISHED";
  const inDoubt = status === "PUBLISHING" || status === "UNCONFIRMED";
  const unclear = inDoubt ? { state: "SENDING" as const, sendingAt: now } : {};
  const parts = [
    { position: 1, text: first, ...sent() },
    { position: 2, text: second, ...(isOut ? sent() : unclear) },
    { position: 3, text: third, ...(isOut ? sent() : {}) },
  ];
  const { userId, accountId } = person;
  const { id, revision } = await placeTweet(h.db, now, {
    userId,
    accountId,
    status,
    changes: {
      scheduledFor: startedAt,
      startedAt,
      ...changes,
      parts: { create: parts.map((part) => ({ id: randomUUID(), ...part })) },
    },
  });
  if (status === "PUBLISHING")
    await h.db.attempt.updateMany({ where: { tweetId: id }, data: { partPosition: 2 } });
  return { id, revision, words: [first, second, third] };
}
