import type { XAccount } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Tx } from "../db";

/** One person's account. @throws AppError NOT_FOUND for another person's, as if it did not exist. */
export async function findOwnAccount(tx: Tx, { userId, accountId }: OwnAccount): Promise<XAccount> {
  const account = await tx.xAccount.findFirst({ where: { id: accountId, userId } });
  if (!account) {
    throw new AppError(
      "NOT_FOUND",
      "There is no such account among yours. Reload the page to see your list.",
    );
  }
  return account;
}

/** Names the account and its owner. */
export type OwnAccount = { userId: string; accountId: string };
