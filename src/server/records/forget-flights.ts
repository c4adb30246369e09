// The flight recorders of tweets that have been at rest for a year become one entry, which says so; their moves are kept.
// Of a creation that was refused there is no tweet, and sooner nothing.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { countAction, type PassReport } from "../tweets/pass-report";

/** Walks the entries from the oldest to the first batch that is too young, and adds to the report. */
export async function forgetFlights(c: Collaborators, now: Date, report: PassReport): Promise<void> {
  const { restedMs, refusedKeptMs } = policy.history;
  const limits = {
    restedBefore: new Date(now.getTime() - restedMs),
    refusedBefore: new Date(now.getTime() - refusedKeptMs),
  };
  for (let after = 0n; ; ) {
    const batch = await forgetBatch(c, after, limits);
    report.seen += batch.old;
    countAction(report, "refused creations forgotten", batch.refused);
    countAction(report, "entries of tweets at rest removed", batch.cut);
    if (batch.last === null || batch.old === 0) return;
    after = batch.last;
  }
}

type Limits = { restedBefore: Date; refusedBefore: Date };

/** Null for `last` where there is no further entry. */
type Batch = { last: bigint | null; old: number; refused: number; cut: number };

/** Entries are numbered in the order of their time, but for what meets in the same moment. */
async function forgetBatch(
  c: Collaborators,
  after: bigint,
  { restedBefore, refusedBefore }: Limits,
): Promise<Batch> {
  const [batch] = await c.db.$queryRaw<Batch[]>`
    WITH batch AS (
      SELECT "id", "tweetId", "at" FROM "FlightEntry" WHERE "id" > ${after} ORDER BY "id" LIMIT ${policy.records.batch}),
    refused AS (
      DELETE FROM "FlightEntry" f USING batch b
      WHERE f."id" = b."id" AND b."at" < ${refusedBefore}
        AND NOT EXISTS (SELECT 1 FROM "Tweet" t WHERE t."id" = b."tweetId")
      RETURNING 1),
    rested AS (
      SELECT t."id" FROM "Tweet" t
      WHERE t."id" IN (SELECT "tweetId" FROM batch WHERE "at" < ${restedBefore})
        AND t."status" NOT IN ('SCHEDULED', 'PUBLISHING', 'UNCONFIRMED') AND t."rollbackAfter" IS NULL
        AND NOT EXISTS (SELECT 1 FROM "Event" e WHERE e."tweetId" = t."id" AND e."at" >= ${restedBefore})
        AND NOT EXISTS (SELECT 1 FROM "FlightEntry" y WHERE y."tweetId" = t."id" AND y."at" >= ${restedBefore})),
    summary AS (
      SELECT f."tweetId", min(f."id") AS "first", max(f."at") AS "until",
        sum(CASE f."kind" WHEN 'cut' THEN (f."detail"->>'entries')::int ELSE 1 END) AS "entries"
      FROM "FlightEntry" f JOIN rested r ON r."id" = f."tweetId" GROUP BY f."tweetId" HAVING count(*) > 1),
    cut AS (
      DELETE FROM "FlightEntry" f USING summary s WHERE f."tweetId" = s."tweetId" AND f."id" > s."first" RETURNING 1),
    told AS (
      UPDATE "FlightEntry" f SET "kind" = 'cut', "actor" = 'reconciler', "revision" = NULL,
        "detail" = jsonb_build_object('entries', s."entries",
          'until', to_char(s."until" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      FROM summary s WHERE f."id" = s."first")
    SELECT (SELECT max("id") FROM batch) AS "last",
      (SELECT count(*)::int FROM batch WHERE "at" < ${refusedBefore}) AS "old",
      (SELECT count(*)::int FROM refused) AS "refused",
      (SELECT count(*)::int FROM cut) AS "cut"`;
  if (!batch) throw new Error("The database answered nothing.");
  return batch;
}
