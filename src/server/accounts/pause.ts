import type { Collaborators } from "../collaborators";
import { toAccountView } from "../tweets/to-view";
import type { AccountView } from "../tweets/view";
import { findOwnAccount, type OwnAccount } from "./find-account";

/** From now on nothing of the account goes out; what is going out ends. Pausing twice is pausing once. @throws AppError NOT_FOUND */
export async function pauseAccount(c: Collaborators, own: OwnAccount): Promise<AccountView> {
  await findOwnAccount(c.db, own);
  // What went out while this stood still, or waited for the row, went out before the pause.
  await c.db.$executeRaw`
    WITH own AS (
      SELECT "id" FROM "XAccount"
      WHERE "id" = ${own.accountId}::uuid AND "userId" = ${own.userId}::uuid AND "pausedAt" IS NULL FOR UPDATE)
    UPDATE "XAccount" a SET "pausedAt" = ${c.clock.inSql()} FROM own WHERE a."id" = own."id"`;
  return toAccountView(await findOwnAccount(c.db, own), await c.clock.now());
}
