// A pass of the reconciler, with its record: the row is written before it starts, so one that died is seen too.
import { randomUUID } from "node:crypto";
import type { Collaborators } from "../collaborators";
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
    const message = error instanceof Error ? error.message : String(error);
    await c.db.reconcilerRun
      .update({ where: { id }, data: { endedAt: await c.clock.now(), error: message.slice(0, 500) } })
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

/** Only a look that saw most of what it asked about tells that the trouble is over; one that saw nothing tells nothing. */
async function hasTripped(c: Collaborators, job: Job): Promise<boolean> {
  const [last] = await c.db.$queryRaw<{ tripped: boolean }[]>`
    SELECT "breaker" IS NOT NULL AS "tripped" FROM "ReconcilerRun"
    WHERE "job" = ${job} AND "endedAt" IS NOT NULL AND ("breaker" IS NOT NULL OR (
      SELECT COALESCE(sum(CASE "kind" WHEN 'UNKNOWN' THEN -"count"::int ELSE "count"::int END), 0) > 0
      FROM jsonb_each_text("verdicts") AS verdict("kind", "count")))
    ORDER BY "startedAt" DESC LIMIT 1`;
  return last?.tripped ?? false;
}
