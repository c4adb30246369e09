// Read is read: a notice stays in the list, and is counted no more.
import type { Collaborators } from "../collaborators";
import { countUnreadOf } from "./unread-count";
import type { UnreadCount } from "./view";

/** Some by their ids, or all that came up to a time: what arrived after a person looked stays unread. */
export type Marked = { ids: string[] } | { upTo: Date };

/** Marks a person's own; ids of others' answer as ids of none. Returns what is left unread. */
export async function markRead(
  c: Collaborators,
  { userId, ...marked }: { userId: string } & Marked,
): Promise<UnreadCount> {
  const now = await c.clock.now();
  await c.db.notification.updateMany({
    where: {
      userId,
      readAt: null,
      ...("ids" in marked ? { id: { in: marked.ids } } : { at: { lte: marked.upTo } }),
    },
    data: { readAt: now },
  });
  return countUnreadOf(c, userId, now);
}
