// When a job rings. In a zone that puts its clocks back node-cron rings nothing for the whole of the repeated hour, and
// nothing in the skipped one: what may not stand still for an hour is told by UTC, which does neither.
import cron, { type ScheduledTask } from "node-cron";
import type { JobPlan } from "./jobs";

/**
 * A ring that a busy or sleeping machine slept through is made up for, once, until the next is due: node-cron drops it
 * after a second, and with it the night's only pass. Half a day, so that no night's pass comes the next night.
 */
const lateRingMs = 12 * 3_600_000;

/**
 * Rings a job at its times until the task is destroyed.
 * @param zone of the jobs whose hour of the day is a person's; all others have UTC.
 */
export function ring(
  plan: Pick<JobPlan, "job" | "cron" | "isLocal">,
  zone: string,
  onRing: () => unknown,
): ScheduledTask {
  return cron.schedule(plan.cron, onRing, {
    timezone: plan.isLocal ? zone : "UTC",
    name: plan.job,
    missedExecutionTolerance: lateRingMs,
    // One line a minute of sleep, past the log: the last of them is made up for.
    suppressMissedWarning: true,
  });
}
