// Rules of the domain as conditions of a query, where "Tweet" is t, its "XAccount" is a and an "AppHold" is h.
import { policy } from "~/domain/policy";
import { Prisma } from "~/generated/prisma/client";

/** Until when a tweet may go out, as domain/schedule.ts has it. */
export const latest = Prisma.sql`coalesce(
  t."startedAt" + make_interval(secs => ${policy.publish.threadLimitMs / 1000}),
  t."scheduledFor" + make_interval(secs => t."latenessLimitS"))`;

/** A time, or an expression that is one. */
type At = Date | Prisma.Sql;

/** Whether a hold of this end holds anything at that time, as domain/hold.ts has it. */
export const isInForce = (until: Prisma.Sql, at: At) =>
  Prisma.sql`(${until} IS NULL OR ${until} > ${at}::timestamptz)`;

/** The account's own hold, its owner's pause aside. */
export const isHoldInForce = (at: At) =>
  Prisma.sql`(a."holdReason" IS NOT NULL AND ${isInForce(Prisma.sql`a."holdUntil"`, at)})`;

/** As holds.ts has it. A hold that ran out holds nothing, but what waited on it is given its turns first. */
export const isHeld = (at: At) => Prisma.sql`(a."pausedAt" IS NOT NULL OR ${isHoldInForce(at)})`;

export const isAppHoldInForce = (at: At) => isInForce(Prisma.sql`h."until"`, at);

/** When a hold has to be in force to hold the tweet up, as holds-view.ts has it: what ends before holds up nothing. */
export const whenDue = (now: Date) => Prisma.sql`greatest(t."scheduledFor", ${now}::timestamptz)`;

/** Each account's first, then each one's second: one with a thousand delays nobody. */
export const turnOfAccount = Prisma.sql`
  row_number() OVER (PARTITION BY t."accountId" ORDER BY t."scheduledFor", t."id")`;
