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
  await c.db.reconcilerRun.create({ data: { id, job, holder, startedAt: await c.clock.now() } });
  try {
    const report = await pass();
    await c.db.reconcilerRun.update({
      where: { id },
      data: {
        endedAt: await c.clock.now(),
        seen: report.seen,
        verdicts: report.verdicts,
        unknown: report.unknown,
        actions: report.errors > 0 ? { ...report.actions, failed: report.errors } : report.actions,
        calls: report.calls,
        ...(report.breaker ? { breaker: report.breaker } : {}),
      },
    });
    return report;
  } catch (error) {
    c.log.error({ job, error }, "reconcile.pass_failed");
    const words = quote(describeError(error).message, policy.history.maxWordsCharacters);
    await c.db.reconcilerRun
      .update({ where: { id }, data: { endedAt: await c.clock.now(), error: words } })
      .catch(() => undefined);
    throw error;
  }
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
  const tripped = await Promise.all(looks.map((job) => hasTripped(c, job)));
  return tripped.includes(true);
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

async function hasTripped(c: Collaborators, job: Job): Promise<boolean> {
  const [last] = await c.db.$queryRaw<{ tripped: boolean }[]>`
    SELECT r."breaker" IS NOT NULL AS "tripped" FROM "ReconcilerRun" r
    WHERE r."job" = ${job} AND ${isTelling(Prisma.sql`r`)} ORDER BY r."startedAt" DESC LIMIT 1`;
  return last?.tripped ?? false;
}
