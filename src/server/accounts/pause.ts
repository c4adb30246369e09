import type { Collaborators } from "../collaborators";
import { toAccountView } from "../tweets/to-view";
import type { AccountView } from "../tweets/view";
import { findOwnAccount, type OwnAccount } from "./find-account";

/** From now on nothing of the account goes out; what is going out ends. Pausing twice is pausing once. @throws AppError NOT_FOUND */
export async function pauseAccount(c: Collaborators, own: OwnAccount): Promise<AccountView> {
  const now = await c.clock.now();
  await findOwnAccount(c.db, own);
  const { userId, accountId: id } = own;
  await c.db.xAccount.updateMany({ where: { id, userId, pausedAt: null }, data: { pausedAt: now } });
  return toAccountView(await findOwnAccount(c.db, own), now);
}
