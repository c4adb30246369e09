import type { Collaborators } from "../collaborators";
import type { Via } from "../tweets/claim";
import { endHold } from "./end-hold";

/**
 * A probe was posted: what it went ahead of is over, for everybody. Never throws: a hold that stays is probed again.
 * @param reasons of the holds on the app.
 */
export async function liftProbed(c: Collaborators, reasons: string[], actor: Via): Promise<void> {
  if (reasons.length === 0) return;
  try {
    const lift = async () => {
      await c.db.appHold.deleteMany({ where: { reason: { in: reasons } } });
      return true;
    };
    await endHold(c, { scope: null, reasons, ranOutAt: null, actor, lift });
  } catch (error) {
    c.log.error({ reasons, error }, "hold.not_lifted");
  }
}
