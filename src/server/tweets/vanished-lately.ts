// What vanished in the whole installation lately: a look at a few rows learns from it whether they vanished alone.
import { policy } from "~/domain/policy";
import type { Observed } from "~/domain/reconcile";
import type { Collaborators } from "../collaborators";

/**
 * Counts what was unscheduled by evidence lately, what other looks saw missing and nobody has found since, and the
 * look's own, against all that is armed or was until lately.
 * @param ownIds the tweets that this look itself saw vanish.
 */
export async function observeInstallation(c: Collaborators, ownIds: string[], now: Date): Promise<Observed> {
  const since = new Date(now.getTime() - policy.breaker.latelyMs);
  const [counts] = await c.db.$queryRaw<{ orphaned: number; missing: number; armed: number }[]>`
    SELECT
      (SELECT count(DISTINCT "tweetId")::int FROM "Event" WHERE "kind" = 'orphaned' AND "at" > ${since}) AS "orphaned",
      (SELECT count(*)::int FROM "Tweet"
        WHERE "missingSince" IS NOT NULL AND "id" <> ALL(${ownIds}::uuid[])) AS "missing",
      (SELECT count(*)::int FROM "Tweet" WHERE "qstashId" IS NOT NULL) AS "armed"`;
  const { orphaned, missing, armed } = counts ?? { orphaned: 0, missing: 0, armed: 0 };
  return { messages: armed + orphaned, vanished: ownIds.length + orphaned + missing, ghosts: 0 };
}
