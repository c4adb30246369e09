import type { Tweet } from "../tweets/tweet";
import { tweetRow } from "./tweet-row";

/**
 * Posts, threads kept together: the conversation with the newest post first, within it the oldest first, as one reads
 * it. `tweets` come newest first.
 */
export function tweetList(tweets: Tweet[]): string {
  if (tweets.length === 0) return "<p>None yet.</p>";
  const threads = new Map<string, Tweet[]>();
  for (const tweet of tweets) {
    const { conversationId } = tweet;
    threads.set(conversationId, [tweet, ...(threads.get(conversationId) ?? [])]);
  }
  return `<ul>${[...threads.values()].map(threadItem).join("\n")}</ul>`;
}

function threadItem(thread: Tweet[]): string {
  const rows = thread.map((tweet, place) => tweetRow(tweet, { above: thread[place - 1]?.id ?? null }));
  return rows.length === 1 ? rows.join("") : `<li><ul class="thread">${rows.join("\n")}</ul></li>`;
}
