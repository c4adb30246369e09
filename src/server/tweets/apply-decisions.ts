// Does what a pass decided. What is due goes out first, so that nothing which waits for a lock delays it; what fails
// is counted, and the rest goes on.
import { policy } from "~/domain/policy";
import type { Action, Verdict } from "~/domain/reconcile";
import type { Collaborators } from "../collaborators";
import { inBatches } from "../in-batches";
import { noteChecked, noteMissing, releaseMessage, unscheduleOrphan } from "./apply-evidence";
import { armTweets } from "./arm";
import type { Actor } from "./move-tweet";
import { noteVerdict, withheldBefore } from "./note-verdict";
import { countAction, type PassReport } from "./pass-report";
import type { PassRow } from "./pass-row";
import { runOnPool } from "./publication-pool";
import { jobsAtX, type Work } from "./work-at-x";

/** `gatheredAt`: how old the evidence is that the action rests on. */
export type Decision = { row: PassRow; action: Action; verdict: Verdict | null; gatheredAt: Date };

export type Applying = {
  actor: Actor;
  /** A page load neither publishes nor settles: that is the reconciler's. */
  mayPublish: boolean;
};

const restOnEvidence = new Set<Action["kind"]>(["strike", "unschedule", "rearm"]);

/** The time is a statement to the database: one reading serves all rows of this long. */
const readingServesMs = 1000;

/** Evidence says how the world was. After a minute it says nothing any more. */
export function isTooOld(gatheredAt: Date, now: Date): boolean {
  return now.getTime() - gatheredAt.getTime() > policy.evidence.maxAgeMs;
}

/** Applies all of them and adds to the report. Never throws for one bad row: it is counted and logged. */
export async function applyDecisions(
  c: Collaborators,
  decisions: Decision[],
  report: PassReport,
  options: Applying,
): Promise<void> {
  const of = (kind: Action["kind"]) =>
    decisions.filter(({ action }) => action.kind === kind).map(({ row }) => row);
  if (options.mayPublish) startWorkAtX(c, of, report);
  const readTime = sparingClock(c);
  report.errors += await noteChecked(
    c,
    decisions.filter(({ action }) => action.kind === "noteChecked"),
  );
  const known = await withheldBefore(c, decisions);
  const toArm = of("arm").map(({ id }) => id);
  for (const decision of decisions) {
    const { row, action, verdict, gatheredAt } = decision;
    try {
      const now = await readTime();
      if (restOnEvidence.has(action.kind) && isTooOld(gatheredAt, now)) {
        countAction(report, "evidence too old");
        continue;
      }
      if (await applyOne(c, decision, report, options, now)) toArm.push(row.id);
      await noteVerdict(c, decision, known.has(decision), options.actor, now);
    } catch (error) {
      report.errors += 1;
      c.log.error({ tweetId: row.id, action: action.kind, error }, "reconcile.row_failed");
    }
    if (verdict?.kind === "UNKNOWN")
      report.rows.push({ tweetId: row.id, kind: "unverified", unknown: verdict.why });
  }
  // A page waits for no arming: the sweep has it within the minute.
  if (options.actor !== "page") await armInBatches(c, toArm, report, options.actor);
}

/** The database's time, asked anew once the last reading has grown old. */
function sparingClock(c: Collaborators): () => Promise<Date> {
  let reading: { now: Date; atMs: number } | null = null;
  return async () => {
    if (!reading || performance.now() - reading.atMs > readingServesMs) {
      reading = { now: await c.clock.now(), atMs: performance.now() };
    }
    return reading.now;
  };
}

const startedAs: Record<Work, string> = {
  publish: "published",
  settle: "settled",
  look: "looked for",
  rollBack: "roll-backs",
};

/** It goes on after the pass: X may be slow, and nothing else waits for it. */
function startWorkAtX(c: Collaborators, of: (kind: Action["kind"]) => PassRow[], report: PassReport): void {
  const due: Record<Work, PassRow[]> = {
    publish: [...of("publish"), ...of("miss")],
    settle: of("settle"),
    look: of("look"),
    rollBack: of("rollBack"),
  };
  const jobs = (["publish", "settle", "look", "rollBack"] as const).flatMap((work) => {
    countAction(report, startedAs[work], due[work].length);
    return jobsAtX(work, due[work]);
  });
  report.publications = runOnPool(c, jobs);
}

/** Returns whether the tweet is to be armed anew. */
async function applyOne(
  c: Collaborators,
  { row, action, gatheredAt }: Decision,
  report: PassReport,
  options: Applying,
  now: Date,
): Promise<boolean> {
  const note = (kind: PassReport["rows"][number]["kind"]) => {
    countAction(report, kind);
    report.rows.push({ tweetId: row.id, kind, unknown: null });
  };
  switch (action.kind) {
    case "strike":
      await noteMissing(c, [{ row, gatheredAt }], now);
      note("suspected");
      return false;
    case "unschedule":
      if (await unscheduleOrphan(c, row, action, options.actor, now)) note("unscheduled");
      return false;
    case "withhold":
      await noteMissing(c, [{ row, gatheredAt }], now);
      note("withheld");
      return false;
    case "rearm":
      if (!(await releaseMessage(c, row, action, options.actor, now))) return false;
      note("rearmed");
      return true;
    case "none":
      if (row.missingSince) report.rows.push({ tweetId: row.id, kind: "suspected", unknown: null });
      return false;
    default:
      return false;
  }
}

async function armInBatches(
  c: Collaborators,
  ids: string[],
  report: PassReport,
  actor: Actor,
): Promise<void> {
  for (const [index, batch] of inBatches(ids, policy.arm.batchSize).entries()) {
    if (index > 0) await c.clock.sleep(policy.arm.batchPauseMs);
    try {
      countAction(report, "armed", await armTweets(c, batch, actor));
    } catch (error) {
      report.errors += batch.length;
      c.log.error({ tweetIds: batch, error }, "reconcile.arm_failed");
    }
  }
}
