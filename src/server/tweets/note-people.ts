// Remembers for each person whether the last check of their messages was conclusive: the truth line says so.
import type { Collaborators } from "../collaborators";
import type { Decision } from "./apply-decisions";
import type { Actor } from "./move-tweet";
import type { PassReport } from "./pass-report";

/** These look at all of a person's tweets; a page or a sweep sees a part, and takes nothing back that a whole look found. */
const looksAtAll = new Set<Actor>(["sync", "reconciler"]);

/** What the breaker withholds outlasts failures of asking; a whole look that withheld nothing takes it back. */
export async function notePeople(
  c: Collaborators,
  decisions: Decision[],
  report: PassReport,
  options: { actor: Actor; isBreakerOpen: boolean },
): Promise<void> {
  const isWithholding = report.breaker !== null || options.isBreakerOpen;
  const failed = new Map<string, string>();
  const seen = new Set<string>();
  for (const { row, action, verdict } of decisions) {
    const isWithheld = action.kind === "withhold" || (action.kind === "strike" && isWithholding);
    if (isWithheld) failed.set(row.userId, "breaker");
    else if (failed.get(row.userId) === "breaker") continue;
    else if (verdict?.kind === "UNKNOWN") failed.set(row.userId, verdict.why);
    else if (verdict) seen.add(row.userId);
  }
  const conclusive = [...seen].filter((userId) => !failed.has(userId));
  if (conclusive.length > 0) await forget(c, conclusive, looksAtAll.has(options.actor));
  if (failed.size > 0) await remember(c, failed);
}

async function forget(c: Collaborators, userIds: string[], takesBackBreaker: boolean): Promise<void> {
  await c.db.$executeRaw`
    WITH free AS (
      SELECT u."id" FROM "User" AS u
      WHERE u."id" = ANY(${userIds}::uuid[]) AND u."checkFailure" IS NOT NULL
        AND (u."checkFailure" <> 'breaker' OR (${takesBackBreaker}::boolean AND NOT EXISTS (
          SELECT 1 FROM "Tweet" AS t WHERE t."userId" = u."id" AND t."missingSince" IS NOT NULL)))
      ORDER BY u."id" FOR NO KEY UPDATE OF u SKIP LOCKED)
    UPDATE "User" AS u SET "checkFailure" = NULL, "checkFailingSince" = NULL FROM free WHERE u."id" = free."id"`;
}

async function remember(c: Collaborators, failed: Map<string, string>): Promise<void> {
  const now = await c.clock.now();
  await c.db.$executeRaw`
    WITH free AS (
      SELECT u."id", seen.why FROM "User" AS u
      JOIN unnest(${[...failed.keys()]}::uuid[], ${[...failed.values()]}::text[]) AS seen(id, why) ON u."id" = seen.id
      WHERE u."checkFailure" IS DISTINCT FROM seen.why AND u."checkFailure" IS DISTINCT FROM 'breaker'
      ORDER BY u."id" FOR NO KEY UPDATE OF u SKIP LOCKED)
    UPDATE "User" AS u
    SET "checkFailure" = free.why, "checkFailingSince" = COALESCE(u."checkFailingSince", ${now})
    FROM free WHERE u."id" = free."id"`;
}
