// Takes a due tweet by one statement: the guarded move, its event and the open attempt, all or none of them. What the
// caller has decided on is named in the guard, but for the holds: one that comes meanwhile holds the next claim.
import { randomUUID } from "node:crypto";
import { policy } from "~/domain/policy";
import { Prisma } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { flightInSql } from "../flight-recorder";
import { kept } from "../kept-statement";
import type { Claimed, Via } from "./claim";
import type { Delivery } from "./close-delivery";
import { assigned, eventInSql } from "./move-in-sql";
import { withoutMessage } from "./move-tweet";
import { type Tries, toClaimed } from "./open-attempt";
import type { Due, DuePart } from "./read-due";

export type Taking = { due: Due; part: DuePart; tries: Tries; via: Via; delivery: Delivery | undefined };

/** `flightId`: the delivery's new entry; null where none was to be written. */
export type Taken = { claim: Claimed; flightId: bigint | null };

/** @returns null when somebody else moved it first: nothing was written. */
export async function takeDue(tx: Tx, taking: Taking): Promise<Taken | null> {
  const { due, part, tries, via, delivery } = taking;
  const { id, revision, now } = due;
  const attempt = { id: randomUUID(), tweetId: id, revision, via };
  const leaseUntil = new Date(now.getTime() + policy.publish.leaseMs);
  const at = Prisma.sql`${now}::timestamptz`;
  const claimed = { status: "PUBLISHING", statusSince: now, leaseUntil, stopRequestedAt: null } as const;
  const [taken] = await tx.$queryRaw<{ flightId: bigint | null }[]>`${kept}
    WITH moved AS (
      UPDATE "Tweet" SET ${assigned({ ...withoutMessage, ...claimed })}
      WHERE "id" = ${id}::uuid AND "revision" = ${revision} AND "status" = 'SCHEDULED'
        AND "scheduledFor" <= ${now} AND ("nextAttemptAt" IS NULL OR "nextAttemptAt" <= ${now})
      RETURNING *),
    delivered AS (${entryOf(delivery, via, at)}),
    event AS (${eventInSql({ kind: "claimed", from: "SCHEDULED", actor: via, at, after: "delivered" })}),
    attempt AS (
      INSERT INTO "Attempt" ("id", "tweetId", "revision", "partPosition", "via", "startedAt", "leaseUntil")
      SELECT ${attempt.id}::uuid, "id", "revision", ${part.position}::int, ${via}, ${now}::timestamptz, "leaseUntil"
      FROM moved)
    SELECT (SELECT "id" FROM delivered) AS "flightId" FROM moved`;
  if (!taken) return null;
  const past = { attemptNumber: tries.nextNumber, afterUnknown: tries.hasUnknown };
  const read = { token: { ...due.account, now }, hasFiles: part.hasFiles };
  return { claim: { ...toClaimed(due, part, attempt, past), read }, flightId: taken.flightId };
}

function entryOf(delivery: Delivery | undefined, actor: Via, at: Prisma.Sql): Prisma.Sql {
  if (!delivery || delivery.flightId !== null) return Prisma.sql`SELECT NULL::bigint AS "id"`;
  const { qstashId, retried } = delivery;
  return flightInSql({ kind: "delivered", actor, detail: { qstashId, retried } }, Prisma.sql`moved`, at);
}
