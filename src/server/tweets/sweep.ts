// The minute's pass: what is overdue and unclaimed, leases that ran out, what is in doubt and due to be looked for,
// roll-backs to go on with, suspects to look at again, and the nearest tweets without a message. With QStash down, this
// alone posts what is due.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { endRunOutHolds } from "../holds/end-run-out-holds";
import { askToCancel } from "./cancel-messages";
import { clearDeadLetters } from "./dead-letters";
import { isTimeForDeadLetters } from "./dead-letters-turn";
import { findNeedy } from "./find-needy";
import { findAppHold } from "./holds";
import { countAction, type PassReport } from "./pass-report";
import { reconcileTweets } from "./reconcile";
import { isBreakerOpen } from "./run-pass";

/** Returns before the publications that it started have ended: `report.publications` tells when they have. */
export async function sweep(c: Collaborators): Promise<PassReport> {
  const isOpen = await isBreakerOpen(c);
  const now = await c.clock.now();
  const { ended, unwanted } = await endRunOutHolds(c, now);
  const appHold = await findAppHold(c.db, now);
  const ids = await findNeedy(c, { now, leavesSuspects: isOpen, appHold });
  const report = await reconcileTweets(c, ids, {
    actor: "sweep",
    budgetMs: policy.evidence.callTimeoutMs,
    mayPublish: true,
    isBreakerOpen: isOpen,
  });
  countAction(report, "holds ended", ended);
  await askToCancel(c, unwanted, "sweep");
  if (await isTimeForDeadLetters(c, now)) await clearDeadLetters(c, report, "sweep");
  return report;
}
