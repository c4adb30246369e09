// A tweet's whole story from the database: its moves and what the flight recorder kept, in the one row in which they
// are numbered.
import type { Detail, HistoryItem } from "~/domain/history/item";
import { policy } from "~/domain/policy";
import { quote } from "~/domain/quote";
import type { Part, PartMedia, Tweet } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Tx } from "../db";
import type { Holdable } from "./holds";

export type Story = {
  /** Null for a creation that was refused: there is no tweet. */
  tweet:
    | (Tweet & {
        account: Holdable & { handle: string };
        parts: (Pick<Part, "state"> & { media: Pick<PartMedia, "position">[] })[];
      })
    | null;
  items: HistoryItem[];
};

/**
 * One person's tweet, a deleted one too.
 * @throws AppError NOT_FOUND for another person's, as if it did not exist
 */
export async function readHistory(tx: Tx, userId: string, tweetId: string): Promise<Story> {
  const found = await tx.tweet.findFirst({
    where: { id: tweetId, userId },
    include: { account: { select: shownOfAccount }, parts: shownOfParts },
  });
  const [entries, moves] = await Promise.all([
    tx.flightEntry.findMany({ where: { tweetId, userId }, ...newest }),
    found ? tx.event.findMany({ where: { tweetId }, ...newest }) : [],
  ]);
  if (!found && entries.length === 0)
    throw new AppError("NOT_FOUND", "There is no such tweet, so it has no history.");
  const hidden = found?.parts.map(({ text }) => text) ?? [];
  const items: HistoryItem[] = [
    ...entries.map(({ id, at, kind, actor, revision, detail }) => ({
      source: "flight" as const,
      ...{ id: String(id), atMs: at.getTime(), kind, actor, revision, detail: cleared(detail, hidden) },
    })),
    ...moves.map(({ id, at, kind, actor, revision, detail, from, to, scheduledFor }) => ({
      source: "move" as const,
      ...{ id: String(id), atMs: at.getTime(), kind, actor, revision, detail: cleared(detail, hidden) },
      ...{ from, to, scheduledForMs: scheduledFor?.getTime() ?? null },
    })),
  ];
  return {
    tweet: found && { ...found, parts: found.parts.map(({ text: _, ...part }) => part) },
    items: items.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)),
  };
}

const shownOfAccount = {
  handle: true,
  holdReason: true,
  holdUntil: true,
  holdSince: true,
  holdDetail: true,
  pausedAt: true,
} as const;

const shownOfParts = {
  select: { text: true, state: true, media: { select: { position: true } } },
} as const;

/** The end of a story that is too long to be read whole: there the outcome is. */
const newest = { orderBy: { id: "desc" }, take: policy.history.maxRead } as const;

/** X's own words stand in `detail` and `words`; they may echo the post. */
function cleared(detail: unknown, hidden: string[]): Detail {
  if (typeof detail !== "object" || detail === null) return {};
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      const isSaid = typeof value === "string" && (name === "detail" || name === "words");
      return [name, isSaid ? quote(value, policy.history.maxWordsCharacters, hidden) : value];
    }),
  );
}
