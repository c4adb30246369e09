import type { Collaborators } from "../collaborators";
import type { Probe } from "../tweets/take-probe";

/**
 * A probe failed for its own sake, so nobody knows yet whether its hold is over: the next tweet may find out at once. Each
 * such probe ends a tweet or puts it off, so that goes on no longer than there are bad ones. A hold that X has asked for
 * again since keeps its time. Never throws: the next comes in its time.
 */
export async function passProbeOn(c: Collaborators, probes: Probe[]): Promise<void> {
  if (probes.length === 0) return;
  try {
    const probeAfter = await c.clock.now();
    await c.db.appHold.updateMany({ where: { OR: probes }, data: { probeAfter } });
  } catch (error) {
    c.log.error({ probes, error }, "hold.probe_not_passed_on");
  }
}
