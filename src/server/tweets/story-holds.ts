// What holds the tweet of a story now.
import type { HoldNow } from "~/domain/history/hold-lines";
import type { Tx } from "../db";
import { holdsWhenDue } from "./holds-view";
import type { Story } from "./read-history";

/** None of a tweet that does not wait. */
export async function storyHolds(tx: Tx, { tweet }: Story, now: Date): Promise<HoldNow[]> {
  if (tweet?.status !== "SCHEDULED" || tweet.deletedAt) return [];
  const holds = holdsWhenDue(tweet, await tx.appHold.findMany(), now);
  return holds.map(({ reason, scope, until, said }) => ({ reason, scope, until, said: said ?? null }));
}
