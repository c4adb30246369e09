// Passes of the reconciler that ended long ago. What the next pass still asks about stays, however old: when a job last
// went well, and whether its breaker is open.
import { policy } from "~/domain/policy";
import { Prisma } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { isTelling } from "../tweets/run-pass";

/** Returns how many were removed. @param batch so many at once. */
export async function removeOldRuns(c: Collaborators, now: Date, batch: number): Promise<number> {
  const before = new Date(now.getTime() - policy.records.runsKeptMs);
  for (let removed = 0; ; ) {
    const count = await c.db.$executeRaw`
      DELETE FROM "ReconcilerRun" WHERE "id" IN (
        SELECT r."id" FROM "ReconcilerRun" r
        WHERE r."startedAt" < ${before}
          AND EXISTS (${newerRuns} AND n."endedAt" IS NOT NULL AND n."error" IS NULL)
          AND (r."breaker" IS NULL OR EXISTS (${newerRuns} AND ${isTelling(Prisma.sql`n`)}))
        ORDER BY r."startedAt" LIMIT ${batch})`;
    removed += count;
    if (count < batch) return removed;
  }
}

const newerRuns = Prisma.sql`
  SELECT 1 FROM "ReconcilerRun" n WHERE n."job" = r."job" AND n."startedAt" > r."startedAt"`;
