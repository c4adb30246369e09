// Runs the jobs: each refuses to overlap itself, all are recorded, and the end waits for what is under way.
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import cron, { type ScheduledTask } from "node-cron";
import type { Collaborators } from "~/server/collaborators";
import { runPass } from "~/server/tweets/run-pass";
import { type JobPlan, jobPlans } from "./jobs";
import { takeLease } from "./lease";

export type Worker = {
  /** When a sweep last ended well, here or at another holder of the lease; null before the first. */
  lastGoodSweepAt: () => Date | null;
  startedAt: Date;
  /** Begins nothing more and resolves when passes and publications have ended. */
  stop: () => Promise<void>;
};

/** @param zone of the cron times. */
export function startWorker(c: Collaborators, zone: string): Worker {
  const holder = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const underWay = new Set<Promise<unknown>>();
  let lastGoodSweepAt: Date | null = null;
  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };

  async function tick(plan: JobPlan): Promise<void> {
    try {
      if (await takeLease(c, plan.job, holder)) {
        const report = await runPass(c, plan.job, holder, () => plan.run(c));
        void track(report.publications);
        c.log.debug({ job: plan.job, seen: report.seen, actions: report.actions }, "pass.done");
      }
      if (plan.job === "sweep") lastGoodSweepAt = new Date();
    } catch (error) {
      c.log.error({ job: plan.job, error }, "pass.failed");
    }
  }

  const tasks: ScheduledTask[] = jobPlans.map((plan) =>
    cron.schedule(plan.cron, () => track(tick(plan)), { timezone: zone, noOverlap: true, name: plan.job }),
  );
  // What fell due while no reconciler ran waits no further minute.
  const [sweepPlan] = jobPlans;
  if (sweepPlan) void track(tick(sweepPlan));
  return {
    startedAt: new Date(),
    lastGoodSweepAt: () => lastGoodSweepAt,
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()));
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
    },
  };
}
