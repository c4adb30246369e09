// The bounded check that a page load makes: only the rows that it shows, only those with no fresh check, in one
// short budget. A QStash that is down costs the page that budget and a note, nothing else.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { reconcileTweets } from "./reconcile";
import { isBreakerOpen } from "./run-pass";

export async function checkShown(c: Collaborators, ids: string[]): Promise<void> {
  const now = await c.clock.now();
  const unchecked = await c.db.tweet.findMany({
    where: {
      id: { in: ids },
      status: "SCHEDULED",
      qstashId: { not: null },
      scheduledFor: { gt: new Date(now.getTime() + policy.evidence.marginMs) },
      OR: [{ checkedAt: null }, { checkedAt: { lt: new Date(now.getTime() - policy.page.freshMs) } }],
    },
    select: { id: true },
  });
  if (unchecked.length === 0) return;
  await reconcileTweets(
    c,
    unchecked.map(({ id }) => id),
    {
      actor: "page",
      budgetMs: policy.page.budgetMs,
      mayPublish: false,
      isBreakerOpen: await isBreakerOpen(c),
    },
  );
}
