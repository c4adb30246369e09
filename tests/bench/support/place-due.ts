// Tweets that are due already and have no message: for rows that deliver by themselves.
import { randomUUID } from "node:crypto";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import type { Person } from "./people";

export type DueTweet = { id: string; revision: number; text: string };

const msPerSecond = 1000;

export async function placeDueTweets(roost: Roost, person: Person, count: number): Promise<DueTweet[]> {
  const now = await roost.clock.now();
  const scheduledFor = new Date(Math.floor(now.getTime() / msPerSecond) * msPerSecond);
  const tweets = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    revision: 1,
    text: `due now ${index + 1}`,
  }));
  await roost.db.tweet.createMany({
    data: tweets.map(({ id, revision }) => ({
      id,
      revision,
      userId: person.userId,
      accountId: person.accountId,
      status: "SCHEDULED" as const,
      scheduledFor,
      latenessLimitS: policy.schedule.defaultLatenessLimitS,
      createdAt: now,
      statusSince: now,
    })),
  });
  await roost.db.part.createMany({
    data: tweets.map(({ id, text }) => ({ id: randomUUID(), tweetId: id, position: 1, text })),
  });
  return tweets;
}
