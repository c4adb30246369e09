import type { QueueView, TweetView } from "~/server/tweets/view";
import type { ShownState } from "../tweet/state-words";
import { byTime } from "./group-by-day";

type Section = "upcoming" | "posted" | "unscheduled" | "drafts" | "failed" | "checkNeeded" | "cancelled";

const sections: Section[] = [
  "upcoming",
  "posted",
  "unscheduled",
  "drafts",
  "failed",
  "checkNeeded",
  "cancelled",
];

const sectionOf: Record<ShownState, Section> = {
  pending: "upcoming",
  queued: "upcoming",
  onHold: "upcoming",
  posting: "upcoming",
  posted: "posted",
  unscheduled: "unscheduled",
  draft: "drafts",
  failed: "failed",
  checkNeeded: "checkNeeded",
  cancelled: "cancelled",
};

/** The queue with one tweet as a command has just answered it, in its place, until the next read. */
export function applyTweet(view: QueueView, tweet: TweetView): QueueView {
  const section = sectionOf[tweet.state];
  const without = removeTweet(view, tweet.id);
  return { ...without, [section]: [...without[section], tweet].sort(byTime) };
}

/** The queue without one tweet. */
export function removeTweet(view: QueueView, id: string): QueueView {
  const kept = sections.map((section) => [section, view[section].filter((tweet) => tweet.id !== id)]);
  return { ...view, ...Object.fromEntries(kept) };
}

/** A tweet wherever it stands in the queue. */
export function findTweet(view: QueueView, id: string): TweetView | undefined {
  return sections.flatMap((section) => view[section]).find((tweet) => tweet.id === id);
}

/** The queue with another page of upcoming tweets after its own. */
export function appendPage(view: QueueView, page: QueueView): QueueView {
  const known = new Set(view.upcoming.map((tweet) => tweet.id));
  return {
    ...view,
    upcoming: [...view.upcoming, ...page.upcoming.filter((tweet) => !known.has(tweet.id))],
    nextCursor: page.nextCursor,
  };
}
