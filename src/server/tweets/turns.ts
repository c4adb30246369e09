// Turns: when a hold has ended, the tweets that waited on it go out one after another and not in one second.
import { turnAtMs } from "~/domain/hold";
import { policy } from "~/domain/policy";
import type { Tx } from "../db";

export type TurnAccount = { userId: string; id: string };

/** The next turn of the account that is free, not before `from`. */
export async function nextTurn(tx: Tx, account: TurnAccount, from: Date, now: Date): Promise<Date> {
  const last = await lastTurn(tx, account, from, now);
  return new Date(turnAtMs(from.getTime(), last?.getTime() ?? null, policy.hold.spacingMs));
}

/** The last turn that a due tweet of the account has, from this time on; null where none has. */
export async function lastTurn(
  tx: Tx,
  { userId, id }: TurnAccount,
  from: Date,
  now: Date,
): Promise<Date | null> {
  const { _max: last } = await tx.tweet.aggregate({
    where: {
      userId,
      accountId: id,
      status: "SCHEDULED",
      scheduledFor: { lte: now },
      nextAttemptAt: { gte: from },
    },
    _max: { nextAttemptAt: true },
  });
  return last.nextAttemptAt;
}
