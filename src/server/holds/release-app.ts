import type { Collaborators } from "../collaborators";
import { endHold } from "./end-hold";

/**
 * Ends holds on the whole app; what waited is given its turns. Returns those that were lifted.
 * @param reason of one hold: "paused" is the operator's own; "all" for whatever holds it.
 */
export async function releaseApp(c: Collaborators, reason: string): Promise<string[]> {
  const where = reason === "all" ? {} : { reason };
  const reasons = (await c.db.appHold.findMany({ where })).map((hold) => hold.reason);
  if (reasons.length === 0) return [];
  const lift = async () => {
    await c.db.appHold.deleteMany({ where: { reason: { in: reasons } } });
    return true;
  };
  await endHold(c, { scope: null, reasons, ranOutAt: null, actor: "reconciler", lift });
  return reasons;
}
