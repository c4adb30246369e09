// One pass over some tweets: what QStash says of their messages, the one next action for each, done. Looks at the
// world as it is, never at what happened before; over a consistent world it changes no tweet and no message.
import { policy } from "~/domain/policy";
import { decide, isBreakerTripped, type Observed, underBreaker, type Verdict } from "~/domain/reconcile";
import { dueAtMs } from "~/domain/schedule";
import type { Collaborators } from "../collaborators";
import { inBatches } from "../in-batches";
import { type Applying, applyDecisions, type Decision, isTooOld } from "./apply-decisions";
import { noteMissing } from "./apply-evidence";
import { gatherVerdicts } from "./gather-verdicts";
import { findAppHold } from "./holds";
import { notePeople } from "./note-people";
import { countVerdict, emptyReport, type PassReport } from "./pass-report";
import { type PassRow, readPassRows, toReconcilable } from "./pass-row";
import { observeInstallation } from "./vanished-lately";

export type PassOptions = Applying & {
  /** How long QStash may be asked. */
  budgetMs: number;
  /** The last look at the whole installation saw so much vanish that nothing is unscheduled by evidence. */
  isBreakerOpen: boolean;
  /** Superseded messages found alive in this pass: they count for the breaker. */
  ghosts?: number;
};

/** Reconciles the tweets with these ids. Never throws for one bad row: it is counted and logged. */
export async function reconcileTweets(
  c: Collaborators,
  ids: string[],
  options: PassOptions,
): Promise<PassReport> {
  const report = emptyReport();
  const decisions: Decision[] = [];
  for (const batch of inBatches(ids, policy.sweep.batch)) {
    const rows = await readPassRows(c.db, batch);
    decisions.push(...(await decideRows(c, rows, report, options)));
  }
  const kept = await guarded(c, decisions, report, options);
  await applyDecisions(c, kept, report, options);
  try {
    await notePeople(c, kept, report, options);
  } catch (error) {
    report.errors += 1;
    c.log.error({ error }, "reconcile.people_not_noted");
  }
  if (report.verdicts.UNKNOWN)
    c.log.warn({ unknown: report.unknown, seen: report.seen }, "reconcile.unverified");
  return report;
}

/** The decisions, less what the breaker withholds. Where that cannot be judged, unscheduling waits for the next pass. */
async function guarded(
  c: Collaborators,
  decisions: Decision[],
  report: PassReport,
  options: PassOptions,
): Promise<Decision[]> {
  try {
    report.breaker =
      judgeAlone(decisions, report, options.ghosts ?? 0) ??
      (options.actor === "reconciler" ? null : await judgeTogether(c, decisions));
    if (report.breaker) c.log.error(report.breaker, "reconcile.breaker_tripped");
    const withholds = report.breaker !== null || options.isBreakerOpen;
    return withholds ? await holdBack(c, decisions) : decisions;
  } catch (error) {
    report.errors += 1;
    c.log.error({ error }, "reconcile.breaker_unread");
    return decisions.filter(({ action }) => action.kind !== "unschedule");
  }
}

/** What the pass saw, where so much vanished that nothing may be unscheduled by it; otherwise null. */
function judgeAlone(decisions: Decision[], report: PassReport, ghosts: number): Observed | null {
  const vanished = decisions.filter(({ verdict }) => hasVanished(verdict)).length;
  const observed = { messages: report.checked + (report.verdicts.UNKNOWN ?? 0), vanished, ghosts };
  return isBreakerTripped(observed, policy) ? observed : null;
}

/**
 * The same for a pass that sees only some people's tweets. It says first what it is about to unschedule, and counts
 * then, so that of many such passes at one time none overlooks the others.
 */
async function judgeTogether(c: Collaborators, decisions: Decision[]): Promise<Observed | null> {
  const leaving = decisions.filter(({ action }) => action.kind === "unschedule");
  if (leaving.length === 0) return null;
  const now = await c.clock.now();
  await noteMissing(c, leaving, now);
  const vanished = decisions.flatMap(({ row, verdict }) => (hasVanished(verdict) ? row.id : []));
  const observed = await observeInstallation(c, vanished, now);
  return isBreakerTripped(observed, policy) ? observed : null;
}

function hasVanished(verdict: Verdict | null): boolean {
  return verdict?.kind === "REMOVED" || verdict?.kind === "MISSING";
}

async function decideRows(
  c: Collaborators,
  rows: PassRow[],
  report: PassReport,
  options: PassOptions,
): Promise<Decision[]> {
  const now = await c.clock.now();
  const appHold = await findAppHold(c.db, now);
  const asked = rows.filter((row) => needsEvidence(row, now));
  const overdue = asked.filter((row) => isDue(row, now));
  const ahead = asked.filter((row) => !isDue(row, now));
  const overdueVerdicts = await gatherVerdicts(
    c,
    overdue.flatMap(({ qstashId }) => qstashId ?? []),
    now,
    Math.min(options.budgetMs, policy.evidence.overdueBatchMs),
  );
  const verdicts = await gatherVerdicts(
    c,
    ahead.flatMap(({ qstashId }) => qstashId ?? []),
    overdue.length > 0 ? await c.clock.now() : now,
    options.budgetMs,
  );
  report.seen += rows.length;
  report.calls += verdicts.calls + overdueVerdicts.calls;
  const decidedAt = asked.length > 0 ? await c.clock.now() : now;
  // A hold that a probe may end leaves what is due to the claim, which lets one go ahead.
  const isAppHeld = appHold !== null && appHold.probes.length === 0;
  const decisions = rows.map((row) => {
    const source = overdue.includes(row) ? overdueVerdicts : verdicts;
    const found = row.qstashId ? source.byId.get(row.qstashId) : undefined;
    const verdict = found && !isTooOld(source.gatheredAt, decidedAt) ? found : null;
    if (verdict) countVerdict(report, verdict);
    const look = verdict && {
      verdict,
      askedAtMs: source.gatheredAt.getTime(),
      tookMs: source.tookMs,
    };
    const tweet = toReconcilable(row, decidedAt, isAppHeld);
    const action = decide(tweet, look, decidedAt.getTime(), policy);
    return { row, verdict, action, gatheredAt: source.gatheredAt };
  });
  return appHold ? onlyProbes(decisions) : decisions;
}

/** Of what waits on the app's hold a few are started, not all: one of them is the probe. */
function onlyProbes(decisions: Decision[]): Decision[] {
  const candidates = decisions.filter(({ action }) => action.kind === "publish");
  const left = new Set(candidates.slice(policy.hold.probeCandidates));
  return decisions.map((decision) =>
    left.has(decision) ? { ...decision, action: { kind: "none" } } : decision,
  );
}

function needsEvidence(row: PassRow, now: Date): boolean {
  if (row.status !== "SCHEDULED" || !row.qstashId || !row.scheduledFor) return false;
  const isAhead = row.scheduledFor.getTime() > now.getTime() + policy.evidence.marginMs;
  const dueMs = dueAtMs(row.scheduledFor.getTime(), row.nextAttemptAt?.getTime());
  return isAhead || now.getTime() > dueMs + policy.evidence.graceMs;
}

function isDue(row: PassRow, now: Date): boolean {
  return row.scheduledFor !== null && row.scheduledFor <= now;
}

async function holdBack(c: Collaborators, decisions: Decision[]): Promise<Decision[]> {
  const now = await c.clock.now();
  const isAppHeld = (await findAppHold(c.db, now)) !== null;
  return decisions.map((decision) => ({
    ...decision,
    action: underBreaker(
      decision.action,
      toReconcilable(decision.row, now, isAppHeld),
      now.getTime(),
      policy,
    ),
  }));
}
