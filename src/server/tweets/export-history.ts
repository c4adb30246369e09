// A tweet's story as a document that programs can read. Its shape is promised: README says what stands in it, and a
// change that breaks a reader raises the version.
import { historyLines } from "~/domain/history/lines";
import { type WhyNot, whyNot } from "~/domain/history/why-not";
import type { Collaborators } from "../collaborators";
import { readHistory } from "./read-history";
import { storyHolds } from "./story-holds";
import { storyRow } from "./story-row";

/** Times are ISO 8601 in UTC, also inside of sentences. */
export type HistoryExport = {
  schema: "roost.tweet-history";
  version: 1;
  exportedAt: string;
  /** Null for a creation that was refused. Never the text. */
  tweet: {
    id: string;
    account: string;
    status: string;
    revision: number;
    scheduledFor: string | null;
    publishedAt: string | null;
    deletedAt: string | null;
  } | null;
  why: WhyNot | null;
  /** Oldest first. */
  entries: ExportedEntry[];
};

export type ExportedEntry = {
  /** Grows with time; its gaps mean nothing. */
  id: string;
  at: string;
  /** A move of the tweet from one state to another, or what else befell it. */
  source: "move" | "flight";
  kind: string;
  actor: string;
  revision: number | null;
  /** Moves only. */
  from?: string | null;
  to?: string;
  scheduledFor?: string | null;
  detail: Record<string, unknown>;
  text: string;
};

/** @throws AppError NOT_FOUND for another person's tweet, as if it did not exist */
export async function exportHistory(
  c: Collaborators,
  { userId, id }: { userId: string; id: string },
): Promise<HistoryExport> {
  const now = await c.clock.now();
  const story = await readHistory(c.db, userId, id);
  const { tweet, items } = story;
  const lines = historyLines(items, "UTC", tweet?.parts.length);
  return {
    schema: "roost.tweet-history",
    version: 1,
    exportedAt: now.toISOString(),
    tweet: tweet && {
      id: tweet.id,
      account: tweet.account.handle,
      status: tweet.status,
      revision: tweet.revision,
      scheduledFor: iso(tweet.scheduledFor),
      publishedAt: iso(tweet.publishedAt),
      deletedAt: iso(tweet.deletedAt),
    },
    why: whyNot(items, now.getTime(), "UTC", await storyHolds(c.db, story, now), storyRow(story, now)),
    entries: items.map((item, index) => ({
      id: item.id,
      at: new Date(item.atMs).toISOString(),
      source: item.source,
      kind: item.kind,
      actor: item.actor,
      revision: item.revision,
      ...(item.source === "move"
        ? {
            from: item.from,
            to: item.to,
            scheduledFor: item.scheduledForMs === null ? null : new Date(item.scheduledForMs).toISOString(),
          }
        : {}),
      detail: { ...item.detail },
      text: lines[index]?.text ?? "",
    })),
  };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
