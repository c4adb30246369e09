// What a row shows of a tweet that its own row does not hold: read for those that can have it, each kind in one query.
import { wishIn, wishKinds } from "~/domain/history/wish";
import type { Tx } from "../db";
import type { TweetRow } from "./find-tweet";

export type ShownFacts = {
  /** Being posted, and X is looked at: nobody knows whether the part that was sent is up. */
  looking: ReadonlySet<string>;
  /** Posted at their owner's word: the time that they were planned for before. */
  plannedFor: ReadonlyMap<string, Date>;
};

export async function readShownFacts(
  tx: Tx,
  rows: readonly Pick<TweetRow, "id" | "status">[],
): Promise<ShownFacts> {
  const idsOf = (status: TweetRow["status"]) =>
    rows.filter((row) => row.status === status).map(({ id }) => id);
  const looking = await findLooking(tx, idsOf("PUBLISHING"));
  return { looking, plannedFor: await findPlans(tx, idsOf("PUBLISHED")) };
}

async function findLooking(tx: Tx, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const open = await tx.attempt.findMany({
    where: { tweetId: { in: ids }, endedAt: null, settlingSince: { not: null } },
    select: { tweetId: true },
  });
  return new Set(open.map(({ tweetId }) => tweetId));
}

async function findPlans(tx: Tx, ids: string[]): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map();
  const moves = await tx.event.findMany({
    where: { tweetId: { in: ids }, kind: { in: [...wishKinds] } },
    orderBy: { id: "asc" },
    select: { tweetId: true, kind: true, scheduledFor: true, detail: true },
  });
  return new Map(
    ids.flatMap((id) => {
      const own = moves
        .filter(({ tweetId }) => tweetId === id)
        .map((move) => ({ ...move, scheduledForMs: move.scheduledFor?.getTime() ?? null }));
      const { plannedFor } = (wishIn(own)?.first.detail ?? {}) as { plannedFor?: unknown };
      return typeof plannedFor === "string" ? [[id, new Date(plannedFor)] as const] : [];
    }),
  );
}
