// What the bell counts: neither read nor over.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { countUnread } from "./read-notices";
import type { UnreadCount } from "./view";

/** @param now left out: read from the clock. */
export async function countUnreadOf(c: Collaborators, userId: string, now?: Date): Promise<UnreadCount> {
  const { maxCounted } = policy.notices;
  const counted = await countUnread(c.db, userId, maxCounted + 1, now ?? (await c.clock.now()));
  return { count: Math.min(counted, maxCounted), isMore: counted > maxCounted };
}
