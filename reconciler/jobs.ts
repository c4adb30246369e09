// What runs when. Each job is one pass of src/server; here stand only their times.
import type { Collaborators } from "~/server/collaborators";
import { cleanUpMedia } from "~/server/media/clean-up";
import { cleanUpRecords } from "~/server/records/clean-up";
import { armWindow } from "~/server/tweets/arm-window";
import { checkOrphans } from "~/server/tweets/orphan-check";
import type { PassReport } from "~/server/tweets/pass-report";
import type { Job } from "~/server/tweets/run-pass";
import { settleAll } from "~/server/tweets/settle-all";
import { sweep } from "~/server/tweets/sweep";

export type JobPlan = {
  job: Job;
  cron: string;
  /** Its times are those of ARM_WINDOW_ZONE, because a person cares about the hour of the day; else of UTC. */
  isLocal?: true;
  run: (c: Collaborators) => Promise<PassReport>;
};

const dayMs = 24 * 3_600_000;

const everyArmedTweet = (c: Collaborators) => checkOrphans(c, { dueBefore: null });

const dueWithinADay = async (c: Collaborators) =>
  checkOrphans(c, { dueBefore: new Date((await c.clock.now()).getTime() + dayMs) });

/**
 * The recovery half an hour after a window is the same pass again. A window that a zone's clocks skip is the next one's
 * work, and the sweep's. The nightly passes come after four, where no zone's clocks change: each night has one.
 */
export const jobPlans: JobPlan[] = [
  { job: "sweep", cron: "* * * * *", run: sweep },
  { job: "window", cron: "0,30 0,6,12,18 * * *", isLocal: true, run: armWindow },
  { job: "orphans-today", cron: "7 * * * *", run: dueWithinADay },
  { job: "orphans", cron: "37 4 * * *", isLocal: true, run: everyArmedTweet },
  { job: "media", cron: "17 4 * * *", isLocal: true, run: cleanUpMedia },
  { job: "records", cron: "47 4 * * *", isLocal: true, run: cleanUpRecords },
];

/** What nobody rings for: it is run by hand. */
export const handPlans: Omit<JobPlan, "cron">[] = [{ job: "settle", run: settleAll }];

/** The passes that `--once` knows, by the name that people type. */
export const onceJobs: Record<string, Job> = {
  sweep: "sweep",
  orphans: "orphans",
  window: "window",
  media: "media",
  records: "records",
  settle: "settle",
};
