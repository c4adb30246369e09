import type { Collaborators } from "../collaborators";
import { endHold } from "./end-hold";
import { liftAppHolds } from "./lift-app-holds";

export type Released = {
  lifted: string[];
  /** Asked for again meanwhile, by X or by a person: they stand. */
  renewed: string[];
};

/**
 * Ends holds on the whole app; what waited is given its turns.
 * @param reason of one hold: "paused" is the operator's own; "all" for whatever holds it.
 */
export async function releaseApp(c: Collaborators, reason: string): Promise<Released> {
  const where = reason === "all" ? {} : { reason };
  const holds = await c.db.appHold.findMany({ where });
  if (holds.length === 0) return { lifted: [], renewed: [] };
  const reasons = holds.map((hold) => hold.reason);
  let lifted: string[] = [];
  const lift = async () => {
    lifted = await liftAppHolds(c.db, holds);
    return lifted.length > 0;
  };
  await endHold(c, { scope: null, reasons, ranOutAt: null, actor: "reconciler", lift });
  const left = await c.db.appHold.findMany({ where: { reason: { in: reasons } } });
  return { lifted, renewed: left.map((hold) => hold.reason) };
}
