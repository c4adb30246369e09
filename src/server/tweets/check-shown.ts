// The bounded check that a page load makes: only the rows that it shows, only those with no fresh check, in one
// short budget. A QStash that is down costs the page that budget and a note, nothing else.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { reconcileTweets } from "./reconcile";
import { isBreakerOpen } from "./run-pass";

export async function checkShown(c: Collaborators, userId: string, ids: string[]): Promise<void> {
  const now = await c.clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms);
  const isOpen = await isBreakerOpen(c);
  const person = await c.db.user.findUnique({ where: { id: userId }, select: { checkFailure: true } });
  // A suspect has its next look when the strike is old enough; while the breaker is open, the hourly pass has it.
  const isWithheld = isOpen || person?.checkFailure === "breaker";
  const unchecked = await c.db.tweet.findMany({
    where: {
      id: { in: ids },
      status: "SCHEDULED",
      qstashId: { not: null },
      scheduledFor: { gt: new Date(now.getTime() + policy.evidence.marginMs) },
      AND: [
        { OR: [{ checkedAt: null }, { checkedAt: { lt: before(policy.page.freshMs) } }] },
        isWithheld
          ? { missingSince: null }
          : { OR: [{ missingSince: null }, { missingSince: { lte: before(policy.evidence.strikeMs) } }] },
      ],
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
      isBreakerOpen: isOpen,
    },
  );
}
