import type { Collaborators } from "../collaborators";
import { toAccountView } from "../tweets/to-view";
import type { AccountView } from "../tweets/view";

/** One person's connected accounts, the first connected first. */
export async function listAccounts(c: Collaborators, userId: string): Promise<AccountView[]> {
  const now = await c.clock.now();
  const accounts = await c.db.xAccount.findMany({
    where: { userId },
    orderBy: [{ connectedAt: "asc" }, { id: "asc" }],
  });
  return accounts.map((account) => toAccountView(account, now));
}
