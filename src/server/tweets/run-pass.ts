// A pass of the reconciler, with its record: the row is written before it starts, so one that died is seen too.
import { randomUUID } from "node:crypto";
import { policy } from "~/domain/policy";
import { quote } from "~/domain/quote";
import { Prisma } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { describeError } from "../log";
import type { PassReport } from "./pass-report";

export type Job = "sweep" | "orphans" | "orphans-today" | "window" | "media" | "records" | "settle";

/** Runs and records a pass. @throws whatever the pass throws, after recording it. */
export async function runPass(
  c: Collaborators,
  job: Job,
  holder: string,
  pass: () => Promise<PassReport>,
): Promise<PassReport> {
  const id = randomUUID();
  await c.db.$executeRaw`
    INSERT INTO "ReconcilerRun" ("id", "job", "holder", "startedAt")
    VALUES (${id}::uuid, ${job}, ${holder}, ${c.clock.inSql()})`;
  try {
    const report = await pass();
    await noteEnd(c, id, report);
    return report;
  } catch (error) {
    c.log.error({ job, error }, "reconcile.pass_failed");
    const words = quote(describeError(error).message, policy.history.maxWordsCharacters);
    await c.db.$executeRaw`
      UPDATE "ReconcilerRun" SET "endedAt" = ${c.clock.inSql()}, "error" = ${words} WHERE "id" = ${id}::uuid`.catch(
      () => undefined,
    );
    throw error;
  }
}

async function noteEnd(c: Collaborators, id: string, report: PassReport): Promise<void> {
  const { seen, verdicts, unknown, calls, breaker, errors } = report;
  const actions = errors > 0 ? { ...report.actions, failed: errors } : report.actions;
  const json = (value: object) => Prisma.sql`${JSON.stringify(value)}::jsonb`;
  await c.db.$executeRaw`
    UPDATE "ReconcilerRun" SET "endedAt" = ${c.clock.inSql()}, "seen" = ${seen}, "calls" = ${calls},
      "verdicts" = ${json(verdicts)}, "unknown" = ${json(unknown)}, "actions" = ${json(actions)},
      "breaker" = ${breaker ? json(breaker) : null}
    WHERE "id" = ${id}::uuid`;
}

/** When a pass of this job last ended without throwing, whoever ran it; null where none has. */
export async function lastGoodEnd(c: Collaborators, job: Job): Promise<Date | null> {
  const last = await c.db.reconcilerRun.findFirst({
    where: { job, endedAt: { not: null }, error: null },
    orderBy: { startedAt: "desc" },
    select: { endedAt: true },
  });
  return last?.endedAt ?? null;
}

/**
 * Whether the last look at the whole installation tripped the breaker: then no smaller look unschedules either. What
 * the daily look found is not taken back by an hourly one, which sees only a part.
 */
export async function isBreakerOpen(c: Collaborators): Promise<boolean> {
  const looks: Job[] = ["orphans", "orphans-today"];
  const last = await c.db.$queryRaw<{ hasTripped: boolean }[]>`
    SELECT last."hasTripped" FROM unnest(${looks}::text[]) AS look("job"), LATERAL (
      SELECT r."breaker" IS NOT NULL AS "hasTripped" FROM "ReconcilerRun" r
      WHERE r."job" = look."job" AND ${isTelling(Prisma.sql`r`)} ORDER BY r."startedAt" DESC LIMIT 1) AS last`;
  return last.some(({ hasTripped }) => hasTripped);
}

/**
 * Whether a run tells how it stands with the breaker. Only a look that saw most of what it asked about tells that the
 * trouble is over; one that saw nothing tells nothing.
 */
export const isTelling = (
  run: Prisma.Sql,
) => Prisma.sql`${run}."endedAt" IS NOT NULL AND (${run}."breaker" IS NOT NULL
  OR (SELECT COALESCE(sum(CASE "kind" WHEN 'UNKNOWN' THEN -"count"::int ELSE "count"::int END), 0) > 0
    FROM jsonb_each_text(${run}."verdicts") AS verdict("kind", "count")))`;
