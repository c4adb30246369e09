// Runs the jobs: each refuses to overlap itself, all are recorded, and the end waits for what is under way.
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { policy } from "~/domain/policy";
import type { Collaborators } from "~/server/collaborators";
import { lastGoodEnd, runPass } from "~/server/tweets/run-pass";
import { type JobPlan, jobPlans } from "./jobs";
import { releaseLease, takeLease } from "./lease";
import { ring } from "./ring";

export type Worker = {
  /** When a sweep last ended well, here or at another holder of the lease; null before the first. */
  lastGoodSweepAt: () => Date | null;
  /** How long that is ago, or that it was started, in milliseconds, by a clock that nobody sets. */
  quietMs: () => number;
  /** Begins nothing more and resolves when passes and publications have ended, or with a warning when they take too long. */
  stop: () => Promise<void>;
};

export type WorkerOptions = {
  plans?: JobPlan[];
  /** How long `stop` waits. After its lease a publication may be another's anyway. */
  stopTimeoutMs?: number;
};

/** After a failure the lease is left to whoever else wants it for this long: cron rings for all in the same second. */
const yieldMs = 5_000;

/** @param zone of the cron times of local jobs; all others ring by UTC. */
export function startWorker(c: Collaborators, zone: string, options: WorkerOptions = {}): Worker {
  const { plans = jobPlans, stopTimeoutMs = policy.publish.leaseMs } = options;
  const holder = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const underWay = new Map<Promise<unknown>, string>();
  const ringing = new Set<string>();
  const failing = new Set<string>();
  const startedMs = performance.now();
  let lastGood = null as { at: Date; tickMs: number } | null;
  const noteGood = (agoMs: number) => {
    const tickMs = performance.now() - agoMs;
    if (tickMs > (lastGood?.tickMs ?? Number.NEGATIVE_INFINITY))
      lastGood = { at: new Date(Date.now() - agoMs), tickMs };
  };
  const track = (work: Promise<unknown>, name: string): Promise<unknown> => {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.set(tracked, name);
    return tracked;
  };

  /** No job overlaps itself: the first pass is begun here, and the next by cron, which may ring a moment later. */
  async function tick(plan: JobPlan): Promise<void> {
    if (ringing.has(plan.job)) return c.log.debug({ job: plan.job }, "pass.still_under_way");
    ringing.add(plan.job);
    try {
      if (failing.has(plan.job)) await c.clock.sleep(yieldMs);
      if (await takeLease(c, plan.job, holder)) await run(plan);
      else await heedOther(plan);
    } catch (error) {
      c.log.error({ job: plan.job, error }, "pass.failed");
    } finally {
      ringing.delete(plan.job);
    }
  }

  async function run(plan: JobPlan): Promise<void> {
    try {
      const report = await runPass(c, plan.job, holder, () => plan.run(c));
      void track(report.publications, `publications of ${plan.job}`);
      c.log.debug({ job: plan.job, seen: report.seen, actions: report.actions }, "pass.done");
    } catch (error) {
      failing.add(plan.job);
      await releaseLease(c, plan.job, holder).catch((lost: unknown) =>
        c.log.warn({ job: plan.job, error: lost }, "pass.lease_kept"),
      );
      throw error;
    }
    failing.delete(plan.job);
    if (plan.job === "sweep") noteGood(0);
  }

  /** Another has the lease. Whether it also does the work is read from its record, in the time of this machine. */
  async function heedOther({ job }: JobPlan): Promise<void> {
    c.log.debug({ job }, "pass.lease_refused");
    if (job !== "sweep") return;
    const endedAt = await lastGoodEnd(c, job);
    if (!endedAt) return;
    // What ended in the future ended before the database's clock was set back.
    noteGood(Math.max((await c.clock.now()).getTime() - endedAt.getTime(), 0));
  }

  async function settled(): Promise<"settled"> {
    while (underWay.size > 0) await Promise.allSettled(underWay.keys());
    return "settled";
  }

  const tasks = plans.map((plan) => ring(plan, zone, () => track(tick(plan), plan.job)));
  // What fell due while no reconciler ran waits no further minute.
  const [sweepPlan] = plans;
  if (sweepPlan) void track(tick(sweepPlan), sweepPlan.job);
  return {
    lastGoodSweepAt: () => lastGood?.at ?? null,
    quietMs: () => performance.now() - (lastGood?.tickMs ?? startedMs),
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()));
      const giveUp = new AbortController();
      const timeout = delay(stopTimeoutMs, "late" as const, { signal: giveUp.signal }).catch(
        () => "late" as const,
      );
      if ((await Promise.race([settled(), timeout])) === "late") {
        c.log.warn({ left: [...underWay.values()] }, "reconciler.left_under_way");
      }
      giveUp.abort();
    },
  };
}
