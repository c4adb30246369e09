// The minute's pass: what is overdue and unclaimed, leases that ran out, roll-backs to go on with, suspects to look at
// again, and the nearest tweets without a message. With QStash down, this alone posts what is due.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import type { PassReport } from "./pass-report";
import { reconcileTweets } from "./reconcile";
import { isBreakerOpen } from "./run-pass";

/** Returns before the publications that it started have ended: `report.publications` tells when they have. */
export async function sweep(c: Collaborators): Promise<PassReport> {
  const isOpen = await isBreakerOpen(c);
  const ids = await findNeedy(c, isOpen);
  return reconcileTweets(c, ids, {
    actor: "sweep",
    budgetMs: policy.evidence.callTimeoutMs,
    mayPublish: true,
    isBreakerOpen: isOpen,
  });
}

/** While the breaker is open suspects wait for the hourly pass. Overdue ones in turn of their accounts, so that a person with a thousand delays nobody; a held one only to miss. */
async function findNeedy(c: Collaborators, leavesSuspects: boolean): Promise<string[]> {
  const now = await c.clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms);
  const overdueBefore = before(policy.evidence.graceMs);
  const limit = policy.sweep.batch;
  const rows = await c.db.$queryRaw<{ id: string }[]>`
    (SELECT "id" FROM "Tweet" WHERE "status" = 'PUBLISHING' AND "leaseUntil" <= ${now} LIMIT ${limit})
    UNION
    (SELECT t."id" FROM "Tweet" t JOIN "XAccount" a ON a."id" = t."accountId"
      WHERE t."status" = 'SCHEDULED' AND t."scheduledFor" < ${overdueBefore}
        AND (coalesce(t."startedAt" + make_interval(secs => ${policy.publish.threadLimitMs / 1000}),
            t."scheduledFor" + make_interval(secs => t."latenessLimitS")) < ${now}
          OR ((t."nextAttemptAt" IS NULL OR t."nextAttemptAt" < ${overdueBefore})
            AND (a."holdReason" IS NULL OR a."holdUntil" <= ${now})))
      ORDER BY row_number() OVER (PARTITION BY t."accountId" ORDER BY t."scheduledFor"), t."scheduledFor"
      LIMIT ${limit})
    UNION
    (SELECT "id" FROM "Tweet" WHERE "rollbackRequestedAt" IS NOT NULL AND "rolledBackAt" IS NULL
        AND "rollbackAfter" <= ${now} ORDER BY "rollbackAfter" LIMIT ${limit})
    UNION
    (SELECT "id" FROM "Tweet" WHERE NOT ${leavesSuspects}::boolean
        AND "missingSince" <= ${before(policy.evidence.strikeMs)} LIMIT ${limit})
    UNION
    (SELECT "id" FROM "Tweet" WHERE "status" = 'SCHEDULED' AND "qstashId" IS NULL
        AND "scheduledFor" <= ${new Date(now.getTime() + policy.arm.horizonMs)}
        AND ("armAfter" IS NULL OR "armAfter" <= ${now})
      ORDER BY "scheduledFor", "id" LIMIT ${limit})`;
  return rows.map(({ id }) => id);
}
