import type { Collaborators } from "../collaborators";

/**
 * A probe failed for its own sake, so nobody knows yet whether its hold is over: the next tweet may find out at once. Each
 * such probe ends a tweet, so that goes on no longer than there are bad ones. Never throws: the next comes in its time.
 * @param reasons of the holds on the app.
 */
export async function passProbeOn(c: Collaborators, reasons: string[]): Promise<void> {
  if (reasons.length === 0) return;
  try {
    const probeAfter = await c.clock.now();
    await c.db.appHold.updateMany({ where: { reason: { in: reasons } }, data: { probeAfter } });
  } catch (error) {
    c.log.error({ reasons, error }, "hold.probe_not_passed_on");
  }
}
