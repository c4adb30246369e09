import type { Collaborators } from "../collaborators";
import type { Via } from "../tweets/claim";
import type { Probe } from "../tweets/take-probe";
import { endHold } from "./end-hold";
import { liftAppHolds } from "./lift-app-holds";

/**
 * A probe was posted: what it went ahead of is over, for everybody. One that X has asked for again since stays: the last
 * credit may have gone with the probe. Never throws: a hold that stays is probed again.
 */
export async function liftProbed(c: Collaborators, probes: Probe[], actor: Via): Promise<void> {
  if (probes.length === 0) return;
  const reasons = probes.map(({ reason }) => reason);
  try {
    // Renewed meanwhile, it holds on: nobody who waits is to be told that it has ended.
    if ((await c.db.appHold.count({ where: { OR: probes } })) === 0) return;
    const lift = async () => (await liftAppHolds(c.db, probes)).length > 0;
    await endHold(c, { scope: null, reasons, ranOutAt: null, actor, lift });
  } catch (error) {
    c.log.error({ reasons, error }, "hold.not_lifted");
  }
}
