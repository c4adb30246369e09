import type { Reconcilable } from "~/domain/reconcile";
import type { Prisma } from "~/generated/prisma/client";
import type { Db } from "../db";
import { isAccountHeld } from "./holds";

const include = { account: true } satisfies Prisma.TweetInclude;

export type PassRow = Prisma.TweetGetPayload<{ include: typeof include }>;

/** The rows of a pass, by the order of `ids`. */
export async function readPassRows(db: Db, ids: string[]): Promise<PassRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.tweet.findMany({ where: { id: { in: ids } }, include });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** A row as the decision table reads it. */
export function toReconcilable(row: PassRow, now: Date, isAppHeld: boolean): Reconcilable {
  return {
    status: row.status,
    isArmed: row.qstashId !== null,
    scheduledForMs: row.scheduledFor?.getTime() ?? 0,
    nextAttemptAtMs: row.nextAttemptAt?.getTime() ?? null,
    armAfterMs: row.armAfter?.getTime() ?? null,
    leaseUntilMs: row.leaseUntil?.getTime() ?? null,
    nextLookAtMs: row.nextLookAt?.getTime() ?? null,
    missingSinceMs: row.missingSince?.getTime() ?? null,
    onMissing: row.account.onMissing,
    isHeld: isAppHeld || isAccountHeld(row.account, now),
    latenessLimitS: row.latenessLimitS,
    startedAtMs: row.startedAt?.getTime() ?? null,
    rollBackAfterMs: row.rolledBackAt ? null : (row.rollbackAfter?.getTime() ?? null),
  };
}
