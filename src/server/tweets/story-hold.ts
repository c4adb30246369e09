// What holds the tweet of a story now, as a sentence.
import type { Tx } from "../db";
import { toHoldView } from "./holds-view";
import type { Story } from "./read-history";

/** Null where nothing does, and of a tweet that does not wait. */
export async function storyHold(tx: Tx, { tweet }: Story, now: Date): Promise<string | null> {
  if (tweet?.status !== "SCHEDULED" || tweet.deletedAt) return null;
  return toHoldView(tweet, await tx.appHold.findMany(), now).hold;
}
