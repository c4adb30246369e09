// When a job rings. In a zone that puts its clocks back node-cron rings nothing for the whole of the repeated hour, and
// nothing in the skipped one: what may not stand still for an hour is told by UTC, which does neither.
import cron from "node-cron";
import type { JobPlan } from "./jobs";

/**
 * A ring that a busy or sleeping machine slept through is made up for, once, until the next is due: node-cron drops it
 * after a second, and with it the night's only pass. Half a day, so that no night's pass comes the next night.
 */
const lateRingMs = 12 * 3_600_000;

/**
 * The clock is looked at so often. Being set back by less than the second delays a ring by no more than that, and to
 * begin anew for it would lose one that is still to be made up for.
 */
const watchMs = 10_000;
const setBackMs = 30_000;

export type Ringing = { destroy: () => Promise<void> };

/**
 * Rings a job at its times until it is destroyed.
 * @param zone of the jobs whose hour of the day is a person's; all others have UTC.
 */
export function ring(
  plan: Pick<JobPlan, "job" | "cron" | "isLocal">,
  zone: string,
  onRing: () => unknown,
): Ringing {
  const begin = () =>
    cron.schedule(plan.cron, onRing, {
      timezone: plan.isLocal ? zone : "UTC",
      name: plan.job,
      missedExecutionTolerance: lateRingMs,
      // One line a minute of sleep, past the log: the last of them is made up for.
      suppressMissedWarning: true,
    });
  let task = begin();
  const unwatch = whenSetBack(() => {
    void task.destroy();
    task = begin();
  });
  return {
    destroy: async () => {
      unwatch();
      await task.destroy();
    },
  };
}

/** A clock that is set back by an hour: node-cron would wait for the time that it had planned, and ring nothing till then. */
function whenSetBack(onSetBack: () => void): () => void {
  const aheadMs = () => Date.now() - performance.now();
  let lastMs = aheadMs();
  const watch = setInterval(() => {
    const nowMs = aheadMs();
    if (nowMs < lastMs - setBackMs) onSetBack();
    lastMs = nowMs;
  }, watchMs).unref();
  return () => clearInterval(watch);
}
