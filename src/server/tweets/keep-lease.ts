// The lease of an attempt, held on by its worker. Whoever has lost it to another, for a moment even, does nothing more.
import { policy } from "~/domain/policy";
import { Prisma } from "~/generated/prisma/client";
import type { Clock } from "../clock";
import type { Tx } from "../db";
import type { Claimed } from "./claim";

/**
 * The query of a statement that goes on only while the lease runs, its attempt is open and unsettled, and its part is not
 * out: the tweet's row and `at`, the present time, or nothing. It waits for whoever holds the tweet, and PostgreSQL then
 * looks again at the three rows as they have become: so they are locked, and in that order.
 */
export function heldLease(claim: Claimed, clock: Pick<Clock, "inSql">): Prisma.Sql {
  return Prisma.sql`
    SELECT t.*, clock."at"
    FROM (SELECT ${clock.inSql()} AS "at" OFFSET 0) AS clock, "Tweet" t
      JOIN "Attempt" a ON a."tweetId" = t."id" JOIN "Part" p ON p."tweetId" = t."id"
    WHERE t."id" = ${claim.tweetId}::uuid AND t."revision" = ${claim.revision} AND t."status" = 'PUBLISHING'
      AND t."leaseUntil" > clock."at"
      AND a."id" = ${claim.attemptId}::uuid AND a."endedAt" IS NULL AND a."settlingSince" IS NULL
      AND p."id" = ${claim.part.id}::uuid AND p."xId" IS NULL
    FOR NO KEY UPDATE OF t, a, p`;
}

/** When a lease ends that is renewed at `"at"`. */
export const renewedUntil = Prisma.sql`"at" + ${policy.publish.leaseMs}::int * interval '1 millisecond'`;

/**
 * Renews the lease, as long as it runs and its part is not out.
 * @returns whether its owner asked to stop; null when somebody else has taken over.
 */
export async function keepLease(
  tx: Tx,
  claim: Claimed,
  clock: Pick<Clock, "inSql">,
): Promise<{ isStopRequested: boolean } | null> {
  const [kept] = await tx.$queryRaw<{ isStopRequested: boolean }[]>`
    WITH held AS (${heldLease(claim, clock)}),
    tweet AS (UPDATE "Tweet" t SET "leaseUntil" = ${renewedUntil} FROM held WHERE t."id" = held."id"),
    attempt AS (UPDATE "Attempt" a SET "leaseUntil" = ${renewedUntil} FROM held WHERE a."id" = ${claim.attemptId}::uuid)
    SELECT "stopRequestedAt" IS NOT NULL AS "isStopRequested" FROM held`;
  return kept ?? null;
}
