// Rules of the domain as conditions of a query, where "Tweet" is t and its "XAccount" is a.
import { policy } from "~/domain/policy";
import { Prisma } from "~/generated/prisma/client";

/** Until when a tweet may go out, as domain/schedule.ts has it. */
export const latest = Prisma.sql`coalesce(
  t."startedAt" + make_interval(secs => ${policy.publish.threadLimitMs / 1000}),
  t."scheduledFor" + make_interval(secs => t."latenessLimitS"))`;

/** As holds.ts has it. A hold that ran out holds nothing, but what waited on it is given its turns first. */
export const isHeld = (now: Date) => Prisma.sql`(a."pausedAt" IS NOT NULL
  OR (a."holdReason" IS NOT NULL AND (a."holdUntil" IS NULL OR a."holdUntil" > ${now})))`;

/** Of an "AppHold" h, as domain/hold.ts has it. */
export const isAppHoldInForce = (now: Date) =>
  Prisma.sql`(h."until" IS NULL OR h."until" > ${now}::timestamptz)`;

/** Each account's first, then each one's second: one with a thousand delays nobody. */
export const turnOfAccount = Prisma.sql`
  row_number() OVER (PARTITION BY t."accountId" ORDER BY t."scheduledFor", t."id")`;
