// The holds that are in force now, and how many of a person's tweets each keeps from going out at their time.
import { Prisma } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { isAppHoldInForce, isHoldInForce, isInForce, whenDue } from "../tweets/in-sql";

export type StandingHold = {
  /** Nulls where it holds the whole app. */
  accountId: string | null;
  handle: string | null;
  reason: string;
  /** X's words, of an account's own hold. */
  said: string | null;
  since: Date | null;
  until: Date | null;
  /** On the schedule and due while it is in force. */
  waiting: number;
  /** How many of these are threads of which part is out. */
  started: number;
};

/** The app's first, then each account's own and its owner's pause beside it, in the order of connection. */
export function readStandingHolds(tx: Tx, userId: string, now: Date): Promise<StandingHold[]> {
  const owner = Prisma.sql`${userId}::uuid`;
  return tx.$queryRaw<StandingHold[]>`
    WITH held AS (
      SELECT NULL::uuid AS "accountId", NULL AS "handle", NULL::timestamptz AS "connectedAt", h."reason",
        NULL AS "said", h."since", h."until", FALSE AS "isPause"
      FROM "AppHold" h WHERE ${isAppHoldInForce(now)}
      UNION ALL
      SELECT a."id", a."handle", a."connectedAt", a."holdReason", a."holdDetail", a."holdSince", a."holdUntil", FALSE
      FROM "XAccount" a WHERE a."userId" = ${owner} AND ${isHoldInForce(now)}
      UNION ALL
      SELECT a."id", a."handle", a."connectedAt", 'paused', NULL, a."pausedAt", NULL, TRUE
      FROM "XAccount" a WHERE a."userId" = ${owner} AND a."pausedAt" IS NOT NULL)
    SELECT held."accountId", held."handle", held."reason", held."said", held."since", held."until",
      tweets."waiting", tweets."started"
    FROM held, LATERAL (
      SELECT count(*)::int AS "waiting", count(t."startedAt")::int AS "started" FROM "Tweet" t
      WHERE t."userId" = ${owner} AND t."status" = 'SCHEDULED'
        AND (held."accountId" IS NULL OR held."accountId" = t."accountId")
        AND ${isInForce(Prisma.sql`held."until"`, whenDue(now))}) AS tweets
    ORDER BY held."accountId" IS NOT NULL, held."connectedAt", held."accountId", held."isPause", held."since", held."reason"`;
}
