// Turns: when a hold has ended, the tweets that waited on it go out one after another and not in one second.
import { turnAtMs } from "~/domain/hold";
import { policy } from "~/domain/policy";
import type { Tx } from "../db";

export type TurnAccount = { userId: string; id: string };

/**
 * The account's first turn that is free, not before `from`, counting the turns from `since` on. Until the transaction's
 * end nobody else is given one. The tweet's own row is to be locked before.
 */
export async function nextTurn(
  tx: Tx,
  { userId, id }: TurnAccount,
  { since, from }: { since: Date; from: Date },
  now: Date,
): Promise<Date> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`turns ${id}`}, 0))::text`;
  const { _max: last } = await tx.tweet.aggregate({
    where: {
      userId,
      accountId: id,
      status: { in: ["SCHEDULED", "PUBLISHING"] },
      scheduledFor: { lte: now },
      nextAttemptAt: { gte: since },
    },
    _max: { nextAttemptAt: true },
  });
  const lastMs = last.nextAttemptAt?.getTime() ?? null;
  return new Date(turnAtMs(from.getTime(), lastMs, policy.hold.spacingMs));
}
