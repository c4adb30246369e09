// The moves that evidence asks for. Each is guarded by the very message that the evidence is about, so a tweet that
// was edited, armed anew or claimed meanwhile is left alone.
import { policy } from "~/domain/policy";
import type { Action } from "~/domain/reconcile";
import { Prisma } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { inBatches } from "../in-batches";
import { askToCancel } from "./cancel-messages";
import { type Actor, moveTweet, withoutMessage } from "./move-tweet";
import type { PassRow } from "./pass-row";

/** A statement that locks more rows than this holds up a neighbour for too long. */
const notedPerStatement = 500;

/** A tweet as a pass has read it, and when QStash was asked about its message. */
export type Seen = { row: PassRow; gatheredAt: Date };

/**
 * Notes that these messages were alive when QStash was asked: what has become missing since stays so. Rows are locked in
 * one order, and one that somebody else holds is left for the next pass, so that passes which meet never deadlock. A
 * statement that fails is logged and spoils only its own rows. Returns how many failed.
 */
export async function noteChecked(c: Collaborators, seen: Seen[]): Promise<number> {
  let failed = 0;
  for (const batch of inBatches(seen, notedPerStatement)) {
    try {
      await noteBatch(c, batch);
    } catch (error) {
      failed += batch.length;
      c.log.error({ tweetIds: batch.map(({ row }) => row.id), error }, "reconcile.note_failed");
    }
  }
  return failed;
}

async function noteBatch(c: Collaborators, seen: Seen[]): Promise<void> {
  await c.db.$executeRaw`
    WITH free AS (${freeRows(seen)})
    UPDATE "Tweet" AS t SET "checkedAt" = free."at", "missingSince" = NULL FROM free
    WHERE t."id" = free."id" AND (t."missingSince" IS NULL OR t."missingSince" <= free."at")`;
}

/**
 * Remembers since when messages are missing, where nobody has seen them alive since QStash was asked. For one that
 * answers 404 it is the first strike: the second, half a minute later, decides. For any other it tells other looks, and
 * its owner, that it has vanished.
 */
export async function noteMissing(c: Collaborators, seen: Seen[], now: Date): Promise<void> {
  if (seen.length === 0) return;
  await c.db.$executeRaw`
    WITH free AS (${freeRows(seen)})
    UPDATE "Tweet" AS t SET "missingSince" = ${now} FROM free
    WHERE t."id" = free."id" AND t."missingSince" IS NULL
      AND (t."checkedAt" IS NULL OR t."checkedAt" <= free."at")`;
}

/** Those that still have the message that was asked about and that nobody else holds, locked in one order. */
function freeRows(seen: Seen[]): Prisma.Sql {
  const ids = seen.map(({ row }) => row.id);
  const messages = seen.map(({ row }) => row.qstashId);
  const times = seen.map(({ gatheredAt }) => gatheredAt);
  return Prisma.sql`
    SELECT t."id", seen."at" FROM "Tweet" AS t
    JOIN unnest(${ids}::uuid[], ${messages}::text[], ${times}::timestamptz[]) AS seen("id", "message", "at")
      ON t."id" = seen."id" AND t."qstashId" = seen."message"
    WHERE t."status" = 'SCHEDULED'
    ORDER BY t."id" FOR NO KEY UPDATE OF t SKIP LOCKED`;
}

/** Takes an orphan off the schedule: its text and time are kept, and why. Returns whether it moved. */
export async function unscheduleOrphan(
  c: Collaborators,
  row: PassRow,
  action: Extract<Action, { kind: "unschedule" }>,
  actor: Actor,
  now: Date,
): Promise<boolean> {
  const isOverdue = row.scheduledFor !== null && row.scheduledFor <= now;
  return c.db.$transaction(async (tx) => {
    const moved = await moveTweet(tx, {
      guard: {
        id: row.id,
        revision: row.revision,
        status: "SCHEDULED",
        qstashId: row.qstashId,
        // Seen alive since QStash was asked, it has not vanished.
        ...(action.reason === "MISSING" ? { missingSince: { not: null } } : {}),
        ...(isOverdue ? {} : { scheduledFor: { gt: new Date(now.getTime() + policy.evidence.marginMs) } }),
      },
      data: {
        ...withoutMessage,
        status: "DRAFT",
        revision: row.revision + 1,
        orphanReason: action.reason,
        orphanedAt: now,
        orphanRemovedAt: action.removedAtMs === null ? null : new Date(action.removedAtMs),
      },
      kind: "orphaned",
      actor,
      now,
      detail: { reason: action.reason, qstashId: row.qstashId },
    });
    if (!moved) return false;
    await tx.message.updateMany({ where: { tweetId: row.id, endedAt: null }, data: { endedAt: now } });
    return true;
  });
}

/** Lets go of a message that cannot serve its tweet; the caller arms the tweet anew. Returns whether it moved. */
export async function releaseMessage(
  c: Collaborators,
  row: PassRow,
  action: Extract<Action, { kind: "rearm" }>,
  actor: Actor,
  now: Date,
): Promise<boolean> {
  const isMoved = await c.db.$transaction(async (tx) => {
    const moved = await moveTweet(tx, {
      guard: { id: row.id, revision: row.revision, status: "SCHEDULED", qstashId: row.qstashId },
      data: { ...withoutMessage, arming: row.arming + 1 },
      kind: "disarmed",
      actor,
      now,
      detail: { because: action.because, qstashId: row.qstashId },
    });
    if (!moved) return false;
    await tx.message.updateMany({
      where: { qstashId: row.qstashId },
      data: action.cancelsOld ? { cancelRequestedAt: now } : { endedAt: now },
    });
    return true;
  });
  if (isMoved && action.cancelsOld && row.qstashId) await askToCancel(c, [row.qstashId], actor);
  return isMoved;
}
