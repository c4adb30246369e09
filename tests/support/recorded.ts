import type { Db } from "~/server/db";

/** A tweet's moves and flight entries as they stand in one row. */
export async function recordedOf(db: Db, tweetId: string) {
  const entries = await db.flightEntry.findMany({ where: { tweetId } });
  const moves = await db.event.findMany({ where: { tweetId } });
  return [...entries, ...moves]
    .toSorted((a, b) => Number(a.id - b.id))
    .map(({ kind, actor, detail }) => ({ kind, actor, detail }));
}
