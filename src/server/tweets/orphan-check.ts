// The check of every armed tweet: is its message still there? Of superseded messages: are they gone? And of what QStash
// gave up on.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { clearDeadLetters } from "./dead-letters";
import { cancelGhosts, findGhosts } from "./ghosts";
import { addReport, countAction, emptyReport, type PassReport } from "./pass-report";
import { reconcileTweets } from "./reconcile";

export type OrphanScope = {
  /** Only tweets due before this; null for all. */
  dueBefore: Date | null;
};

/** The whole installation's pass. Its breaker also binds the smaller looks that people's pages take. */
export async function checkOrphans(c: Collaborators, scope: OrphanScope): Promise<PassReport> {
  const now = await c.clock.now();
  const dead = emptyReport();
  await clearDeadLetters(c, dead, "reconciler");
  const found = await findGhosts(c, policy.evidence.maxAgeMs);
  const armed = await c.db.tweet.findMany({
    where: {
      status: "SCHEDULED",
      qstashId: { not: null },
      scheduledFor: { gt: now, ...(scope.dueBefore ? { lte: scope.dueBefore } : {}) },
    },
    select: { id: true },
    orderBy: [{ scheduledFor: "asc" }, { id: "asc" }],
  });
  const report = await reconcileTweets(
    c,
    armed.map(({ id }) => id),
    {
      actor: "reconciler",
      budgetMs: policy.evidence.maxAgeMs,
      mayPublish: false,
      isBreakerOpen: false,
      ghosts: found.ghosts.length,
    },
  );
  report.calls += found.calls;
  addReport(report, dead);
  if (!report.breaker) {
    await cancelGhosts(c, found.ghosts);
    countAction(report, "ghosts cancelled", found.ghosts.length);
  }
  return report;
}
