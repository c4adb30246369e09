import type { TruthLine } from "~/server/tweets/view";

/** What QStash itself was last asked for, and when (the server's clock). */
export type AskedTruth = { truth: TruthLine; at: Date };

/**
 * The truth after a read that asked the database alone. What QStash answered, or failed to answer, a moment ago
 * stays until it is asked again; only bad news, an empty queue, or a check that is younger takes its place.
 */
export function mergeTruth(asked: AskedTruth | null, fromDatabase: TruthLine): TruthLine {
  if (!asked || fromDatabase.kind !== "verified") return fromDatabase;
  if (asked.truth.kind !== "unverified" && asked.truth.kind !== "breaker") return fromDatabase;
  const isYounger = fromDatabase.checkedAt !== null && fromDatabase.checkedAt > asked.at;
  return isYounger ? fromDatabase : asked.truth;
}
