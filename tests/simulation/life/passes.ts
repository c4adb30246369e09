// The reconcilers' passes, at the minutes at which cron would start them.
import { policy } from "~/domain/policy";
import { runPass } from "~/server/tweets/run-pass";
import { jobPlans } from "../../../reconciler/jobs";
import type { Pass } from "../checks/check";
import type { Snapshot } from "../checks/snapshot";
import { onMachine } from "../world/machine";
import { reconcilerNames } from "../world/world";
import { keepGoing, type Life, note } from "./life";

export type JobName = (typeof jobPlans)[number]["job"];

/** Starts a pass in this process, if it lives. Resolves when the pass has ended or died; publications go on. */
export function startPass(life: Life, name: string, job: JobName): Promise<void> {
  const { world, ground, last } = life;
  const process = world.processes.get(name);
  const plan = jobPlans.find((candidate) => candidate.job === job);
  if (!process || !plan || process.isDead()) return Promise.resolve();
  const scheduled = last.tweets.filter(({ status }) => status === "SCHEDULED");
  const pass: Pass = {
    name: job,
    process: name,
    begunAt: ground.tick(),
    begunMs: ground.time.now(),
    endedAt: null,
    scheduled: scheduled.length,
    armed: scheduled.filter(({ qstashId }) => qstashId !== null).length,
    orphaned: 0,
    actions: {},
    isBreakerOpen: false,
  };
  life.passes.push(pass);
  const roost = world.roostOf(name);
  const passing = onMachine(process.machine, () => runPass(roost, job, name, () => plan.run(roost)));
  const ended = Promise.race([passing, process.died]).then(
    (report) => {
      pass.endedAt = ground.tick();
      pass.isBreakerOpen = report.breaker !== null || (report.actions.withheld ?? 0) > 0;
      pass.actions = report.actions;
      const orphans = report.rows.filter(({ kind }) => kind === "unscheduled");
      pass.orphaned = orphans.filter(({ tweetId }) => !isLongDue(life, last, tweetId)).length;
      keepGoing(life, Promise.race([report.publications, process.died]));
      const did = JSON.stringify(report.actions);
      if (did !== "{}" || report.breaker)
        note(life, `${name} ${job}: ${did}${report.breaker ? " BREAKER" : ""}`);
    },
    (error: unknown) => {
      note(life, `${name} ${job} failed: ${error instanceof Error ? error.message.split("\n").at(-1) : "?"}`);
    },
  );
  keepGoing(life, ended);
  return ended;
}

/** The breaker withholds an overdue tweet for so long at the most. */
function isLongDue({ ground }: Life, world: Snapshot, tweetId: string): boolean {
  const { scheduledFor, nextAttemptAt } = world.tweets.find(({ id }) => id === tweetId) ?? {};
  const dueMs = Math.max(Date.parse(scheduledFor ?? ""), nextAttemptAt ? Date.parse(nextAttemptAt) : 0);
  return ground.time.now() > dueMs + policy.schedule.defaultLatenessLimitS * 1000;
}

const minuteMs = 60_000;
/** Of a long wait only so many minutes at its ends are swept: in between nobody ran the reconcilers. */
const sweptMinutes = 3;

/** Time passes, and cron rings. */
export async function passTime(life: Life, ms: number): Promise<void> {
  const { time } = life.ground;
  const untilMs = time.now() + ms;
  const fromMs = time.now();
  while (time.now() < untilMs) {
    const nextMinuteMs = (Math.floor(time.now() / minuteMs) + 1) * minuteMs;
    const isNearAnEnd =
      nextMinuteMs - fromMs <= sweptMinutes * minuteMs || untilMs - nextMinuteMs < sweptMinutes * minuteMs;
    if (nextMinuteMs > untilMs) {
      await life.world.advance(untilMs - time.now());
      return;
    }
    await life.world.advance(nextMinuteMs - time.now());
    if (isNearAnEnd) ring(life, nextMinuteMs);
  }
  await life.world.advance(0);
}

const rareJobs: { job: JobName; isDue: (minute: number, hour: number) => boolean }[] = [
  { job: "window", isDue: (minute, hour) => minute % 30 === 0 && hour % 6 === 0 },
  { job: "orphans-today", isDue: (minute) => minute === 7 },
  { job: "orphans", isDue: (minute, hour) => minute === 37 && hour === 3 },
];

function ring(life: Life, atMs: number): void {
  const at = new Date(atMs);
  for (const name of reconcilerNames) {
    if (life.random.chance(sweepShare)) void startPass(life, name, "sweep");
  }
  for (const { job, isDue } of rareJobs) {
    if (isDue(at.getUTCMinutes(), at.getUTCHours())) void startPass(life, reconcilerNames[0], job);
  }
}

/** Each of the two mostly sweeps: sometimes both do, sometimes nobody. */
const sweepShare = 0.7;
