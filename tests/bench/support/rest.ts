// A tweet is at rest when nothing more happens to it by itself within the minutes of a row.
import type { TweetStatus } from "~/generated/prisma/client";
import type { Db } from "~/server/db";
import { waitFor } from "../../support/wait-for";

const restStates: TweetStatus[] = ["PUBLISHED", "FAILED", "UNCONFIRMED"];
const pollMs = 250;

export type States = { status: TweetStatus; count: number }[];

/**
 * Waits until all of these are at rest; looks seldom, so that looking changes nothing.
 * @throws Error after `timeoutMs`, with where they stood.
 */
export async function waitForRest(db: Db, ids: string[], timeoutMs: number): Promise<void> {
  await waitFor(
    async () => {
      const states = await countStates(db, ids);
      const isOver = states.every(({ status }) => restStates.includes(status));
      if (!isOver) throw new Error(`of ${ids.length} tweets not all are at rest: ${stateWords(states)}`);
      return true;
    },
    { timeoutMs, pollMs },
  );
}

export async function countStates(db: Db, ids: string[]): Promise<States> {
  const groups = await db.tweet.groupBy({ by: ["status"], where: { id: { in: ids } }, _count: true });
  return groups.map(({ status, _count: count }) => ({ status, count }));
}

export function inStates(states: States, ...wanted: TweetStatus[]): number {
  return states.reduce((sum, { status, count }) => sum + (wanted.includes(status) ? count : 0), 0);
}

/** "PUBLISHED 58, UNCONFIRMED 2". */
export function stateWords(states: States): string {
  return states.map(({ status, count }) => `${status} ${count}`).join(", ");
}
