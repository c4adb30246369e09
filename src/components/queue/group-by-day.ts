import type { TweetView } from "~/server/tweets/view";
import { dayText, nearDayName } from "../time/time-words";
import { dayKey, wallClock } from "../time/wall-clock";

/** One day of the queue. `nowIndex` is where the now line stands among its tweets; null on other days. */
export type QueueDay = { key: string; title: string; tweets: TweetView[]; nowIndex: number | null };

/**
 * Posted and upcoming tweets by the day of their time in a zone, oldest first. A posted tweet keeps the place of
 * the time it was scheduled for, so that nothing moves when it goes out. Today is always there, with the now line.
 */
export function groupByDay(tweets: TweetView[], now: Date, zone: string): QueueDay[] {
  const today = dayKey(wallClock(now, zone));
  const days = new Map<string, TweetView[]>([[today, []]]);
  for (const tweet of [...tweets].sort(byTime)) {
    const key = dayKey(wallClock(shownTime(tweet) ?? now, zone));
    const day = days.get(key);
    if (day) day.push(tweet);
    else days.set(key, [tweet]);
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, dayTweets]) => ({
      key,
      title: [nearDayName(key, today), dayText(key, today)].filter(Boolean).join(", "),
      tweets: dayTweets,
      nowIndex: key === today ? dayTweets.filter((tweet) => isBefore(tweet, now)).length : null,
    }));
}

/** The time that a tweet stands at. */
export function shownTime(tweet: TweetView): Date | null {
  return tweet.scheduledFor ?? tweet.publishedAt;
}

function isBefore(tweet: TweetView, now: Date): boolean {
  const at = shownTime(tweet);
  return at !== null && at <= now;
}

/** By time, then by id, so that tweets of one second keep their order. */
export function byTime(a: TweetView, b: TweetView): number {
  const byMs = (shownTime(a)?.getTime() ?? 0) - (shownTime(b)?.getTime() ?? 0);
  return byMs || (a.id < b.id ? -1 : 1);
}
