import type { UnknownKind, Verdict } from "~/domain/reconcile";

/** What a pass saw and did; kept in its run row. */
export type PassReport = {
  /** Tweets that were looked at. */
  seen: number;
  /** Messages whose verdict is conclusive. */
  checked: number;
  verdicts: Record<string, number>;
  unknown: Partial<Record<UnknownKind, number>>;
  actions: Record<string, number>;
  /** Calls to QStash for evidence. */
  calls: number;
  breaker: { messages: number; vanished: number; ghosts: number } | null;
  errors: number;
  /** What became of the tweets that did not simply stay as they were. */
  rows: { tweetId: string; kind: ReportedKind; unknown: UnknownKind | null }[];
  /** Publications go on after the pass; whoever ends the process waits for them. */
  publications: Promise<void>;
};

export type ReportedKind = "unscheduled" | "rearmed" | "suspected" | "unverified" | "withheld";

export function emptyReport(): PassReport {
  return {
    seen: 0,
    checked: 0,
    verdicts: {},
    unknown: {},
    actions: {},
    calls: 0,
    breaker: null,
    errors: 0,
    rows: [],
    publications: Promise.resolve(),
  };
}

export function countVerdict(report: PassReport, verdict: Verdict): void {
  add(report.verdicts, verdict.kind);
  if (verdict.kind === "UNKNOWN") add(report.unknown, verdict.why);
  else report.checked += 1;
}

export function countAction(report: PassReport, kind: string, by = 1): void {
  if (by > 0) report.actions[kind] = (report.actions[kind] ?? 0) + by;
}

function add<K extends string>(counts: Partial<Record<K, number>>, key: K): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** Adds what a part of the pass counted by itself. */
export function addReport(report: PassReport, part: PassReport): void {
  report.calls += part.calls;
  report.errors += part.errors;
  for (const [kind, count] of Object.entries(part.actions)) countAction(report, kind, count);
}
