import type { XAccount } from "~/generated/prisma/client";
import type { Tx } from "../db";

type Holdable = Pick<XAccount, "holdReason" | "holdUntil">;

/** Whether nothing of this account goes out now. */
export function isAccountHeld(account: Holdable, now: Date): boolean {
  return account.holdReason !== null && (account.holdUntil === null || account.holdUntil > now);
}

/** The hold on the whole app that is in force now; null when there is none. */
export async function findAppHold(tx: Tx, now: Date): Promise<{ reason: string; until: Date | null } | null> {
  return tx.appHold.findFirst({
    where: { OR: [{ until: null }, { until: { gt: now } }] },
    select: { reason: true, until: true },
  });
}
