import type { Collaborators } from "../collaborators";
import { endHold } from "../holds/end-hold";
import { toAccountView } from "../tweets/to-view";
import type { AccountView } from "../tweets/view";
import { findOwnAccount, type OwnAccount } from "./find-account";

/** The pause ends, and what waited for that is given its turns. Of an account that is not paused nothing changes. @throws AppError NOT_FOUND */
export async function unpauseAccount(c: Collaborators, own: OwnAccount): Promise<AccountView> {
  const { userId, accountId: id } = own;
  const { pausedAt } = await findOwnAccount(c.db, own);
  if (pausedAt) {
    const lift = async () => {
      const where = { id, userId, pausedAt };
      return (await c.db.xAccount.updateMany({ where, data: { pausedAt: null } })).count > 0;
    };
    await endHold(c, { scope: own, reasons: ["paused"], ranOutAt: null, actor: "owner", lift });
  }
  return toAccountView(await findOwnAccount(c.db, own), await c.clock.now());
}
