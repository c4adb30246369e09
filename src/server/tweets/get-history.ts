// A tweet's story in plain words, for its owner; deleted tweets have theirs too.
import { type HistoryLine, historyLines } from "~/domain/history/lines";
import { type WhyNot, whyNot } from "~/domain/history/why-not";
import type { Collaborators } from "../collaborators";
import { readHistory } from "./read-history";
import { storyHolds } from "./story-holds";
import { storyRow } from "./story-row";

export type HistoryView = {
  tweetId: string;
  now: Date;
  isDeleted: boolean;
  /** Why it went out late, or did not go out, in one paragraph. */
  why: WhyNot | null;
  /** Oldest first. */
  lines: (Omit<HistoryLine, "atMs"> & { at: Date })[];
};

/**
 * @param zone that times inside of sentences are told in.
 * @throws AppError NOT_FOUND for another person's tweet, as if it did not exist
 */
export async function getHistory(
  c: Collaborators,
  { userId, id, zone }: { userId: string; id: string; zone: string },
): Promise<HistoryView> {
  const now = await c.clock.now();
  const story = await readHistory(c.db, userId, id);
  const { tweet, items } = story;
  return {
    tweetId: id,
    now,
    isDeleted: tweet?.deletedAt != null,
    why: whyNot(items, now.getTime(), zone, await storyHolds(c.db, story, now), storyRow(story, now)),
    lines: historyLines(items, zone, tweet?.parts.length).map(({ atMs, ...line }) => ({
      ...line,
      at: new Date(atMs),
    })),
  };
}
