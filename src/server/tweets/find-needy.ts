// What the minute's pass looks at: what nobody else will bring forward. Held tweets are left alone but for those that
// have waited too long, and the few that may go ahead as a probe.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import type { AppHoldInForce } from "./holds";
import { isHeld, latest, turnOfAccount } from "./in-sql";

export type NeedyOptions = {
  now: Date;
  /** While the breaker is open suspects wait for the hourly pass. */
  leavesSuspects: boolean;
  appHold: AppHoldInForce | null;
};

/** Ids of tweets, in no order. Those of many accounts are taken in turn, so that one with a thousand delays nobody. */
export async function findNeedy(c: Collaborators, options: NeedyOptions): Promise<string[]> {
  const { now, leavesSuspects, appHold } = options;
  const limit = policy.sweep.batch;
  const overdueBefore = msBefore(now, policy.evidence.graceMs);
  const rows = await c.db.$queryRaw<{ id: string }[]>`
    (SELECT "id" FROM "Tweet" WHERE "status" = 'PUBLISHING' AND "leaseUntil" <= ${now} LIMIT ${limit})
    UNION
    (SELECT "id" FROM "Tweet" WHERE "nextLookAt" <= ${now} LIMIT ${limit})
    UNION
    (SELECT t."id" FROM "Tweet" t
      WHERE t."status" = 'SCHEDULED' AND t."scheduledFor" < ${overdueBefore} AND ${latest} < ${now}
      ORDER BY ${turnOfAccount}, t."scheduledFor" LIMIT ${limit})
    UNION
    (SELECT t."id" FROM "Tweet" t JOIN "XAccount" a ON a."id" = t."accountId"
      WHERE t."status" = 'SCHEDULED' AND t."scheduledFor" < ${overdueBefore}
        AND (t."nextAttemptAt" IS NULL OR t."nextAttemptAt" < ${overdueBefore}) AND NOT ${isHeld(now)}
      ORDER BY ${turnOfAccount}, t."scheduledFor"
      LIMIT ${overdueLimit(appHold, leavesSuspects)})
    UNION
    (SELECT "id" FROM "Tweet" WHERE "rollbackRequestedAt" IS NOT NULL AND "rolledBackAt" IS NULL
        AND "rollbackAfter" <= ${now} ORDER BY "rollbackAfter" LIMIT ${limit})
    UNION
    (SELECT "id" FROM "Tweet" WHERE NOT ${leavesSuspects}::boolean
        AND "missingSince" <= ${msBefore(now, policy.evidence.strikeMs)} LIMIT ${limit})
    UNION
    (SELECT t."id" FROM "Tweet" t JOIN "XAccount" a ON a."id" = t."accountId"
      WHERE t."status" = 'SCHEDULED' AND t."qstashId" IS NULL
        AND t."scheduledFor" <= ${new Date(now.getTime() + policy.arm.horizonMs)}
        AND (t."armAfter" IS NULL OR t."armAfter" <= ${now})
        AND (t."scheduledFor" > ${now} OR t."nextAttemptAt" > ${now}
          OR NOT (${appHold !== null}::boolean OR ${isHeld(now)}))
      ORDER BY ${turnOfAccount}, t."scheduledFor", t."id" LIMIT ${limit})`;
  return rows.map(({ id }) => id);
}

/** Under a hold on the whole app only what may be its probe: of all, where the breaker may withhold the first of them. */
function overdueLimit(appHold: AppHoldInForce | null, withholds: boolean): number {
  if (appHold?.probes.length === 0) return 0;
  return appHold && !withholds ? policy.hold.probeCandidates : policy.sweep.batch;
}

const msBefore = (now: Date, ms: number) => new Date(now.getTime() - ms);
