// `npm run reconciler -- --once sweep|orphans|window|media|records|settle`: one pass, and what it did, for people.
import type { Collaborators } from "~/server/collaborators";
import type { PassReport } from "~/server/tweets/pass-report";
import { type Job, runPass } from "~/server/tweets/run-pass";
import { handPlans, jobPlans, onceJobs } from "./jobs";

/** Runs one pass to its end, publications too. @throws Error with a sentence for an unknown name. */
export async function runOnce(c: Collaborators, name: string): Promise<string> {
  const plan = [...jobPlans, ...handPlans].find(({ job }) => job === onceJobs[name]);
  if (!plan)
    throw new Error(`There is no pass "${name}". Choose one of: ${Object.keys(onceJobs).join(", ")}.`);
  const report = await runPass(c, plan.job, `once-${process.pid}`, () => plan.run(c));
  await report.publications;
  return plan.job === "settle"
    ? describeSettling(report)
    : describePass(name, report, things[plan.job] ?? "tweets");
}

/** What a pass looks at, where that is not tweets. */
const things: Partial<Record<Job, string>> = { media: "files", records: "entries" };

const list = (counts: Record<string, number | undefined>) =>
  Object.entries(counts)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(", ") || "none";

function describeSettling({ seen, actions, errors }: PassReport): string {
  if (seen === 0) return "settle: no tweet is in doubt";
  const lines = [`settle: ${seen} tweets in doubt`, `what X showed: ${list(actions)}`];
  if (actions["to be looked for again"]) {
    lines.push(
      "X is believed only when it shows twice that a tweet is not there: run this again in three minutes",
    );
  }
  if (errors > 0) lines.push(`${errors} tweets failed; the log names them`);
  return lines.join("\n");
}

function describePass(name: string, report: PassReport, looksAt: string): string {
  const lines = [
    `${name}: ${report.seen} ${looksAt} looked at, ${report.calls} calls to QStash for evidence`,
    `verdicts: ${list(report.verdicts)}`,
    `actions: ${list(report.actions)}`,
  ];
  if (Object.keys(report.unknown).length > 0) lines.push(`could not be verified: ${list(report.unknown)}`);
  if (report.breaker) {
    lines.push(
      `breaker: ${report.breaker.vanished} of ${report.breaker.messages} messages vanished at once, so this pass unscheduled nothing. Was the QStash account, region or token changed?`,
    );
  }
  if (report.errors > 0) lines.push(`${report.errors} ${looksAt} failed; the log names them`);
  return lines.join("\n");
}
