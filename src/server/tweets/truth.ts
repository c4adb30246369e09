// The truth line: how much of the queue is known to be in QStash, and since when. Computed from what the database
// knows, so that every look at the page says the same.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { isAppHoldInForce, isHeld, whenDue } from "./in-sql";
import { unverifiedOf } from "./unverified-words";
import type { TruthLine } from "./view";

type Counts = {
  /** Those that QStash has, on hold or not. */
  armed: number;
  queued: number;
  pending: number;
  onHold: number;
  /** Missing when last looked at: not yet believed, or withheld by the breaker. */
  suspected: number;
  /** The oldest check among armed tweets that a check still concerns; its arming counts as the first. */
  oldestCheck: Date | null;
};

export async function readTruth(c: Collaborators, userId: string, now: Date): Promise<TruthLine> {
  const due = whenDue(now);
  const margin = new Date(now.getTime() + policy.evidence.marginMs);
  const [user, orphans, [counts]] = await Promise.all([
    c.db.user.findUnique({ where: { id: userId }, select: { checkFailure: true, checkFailingSince: true } }),
    c.db.tweet.findMany({
      where: { userId, status: "DRAFT", orphanReason: { not: null }, deletedAt: null },
      select: { id: true },
      orderBy: [{ scheduledFor: "asc" }, { id: "asc" }],
    }),
    c.db.$queryRaw<Counts[]>`
      WITH scheduled AS (
        SELECT t.*, ${isHeld(due)} OR EXISTS (SELECT FROM "AppHold" h WHERE ${isAppHoldInForce(due)}) AS "isHeld"
        FROM "Tweet" t JOIN "XAccount" a ON a."id" = t."accountId"
        WHERE t."userId" = ${userId}::uuid AND t."status" = 'SCHEDULED')
      SELECT count(*) FILTER (WHERE "qstashId" IS NOT NULL)::int AS "armed",
        count(*) FILTER (WHERE "qstashId" IS NOT NULL AND NOT "isHeld")::int AS "queued",
        count(*) FILTER (WHERE "qstashId" IS NULL AND NOT "isHeld")::int AS "pending",
        count(*) FILTER (WHERE "isHeld")::int AS "onHold",
        count(*) FILTER (WHERE "missingSince" IS NOT NULL)::int AS "suspected",
        min(COALESCE("checkedAt", "armedAt")) FILTER (WHERE "qstashId" IS NOT NULL AND "scheduledFor" > ${margin}) AS "oldestCheck"
      FROM scheduled`,
  ]);
  const { armed, queued, pending, onHold, suspected, oldestCheck } = counts ?? {
    armed: 0,
    queued: 0,
    pending: 0,
    onHold: 0,
    suspected: 0,
    oldestCheck: null,
  };
  const known = armed > 0 ? (user?.checkFailure ?? null) : null;
  if (known === "breaker" && suspected > 0)
    return { kind: "breaker", count: suspected, text: unverifiedOf(known).text };
  // What was withheld has been resolved since; the next whole look forgets it.
  const failure = known === "breaker" ? null : known;
  const doubt = failure ?? (suspected > 0 ? "unproven" : null);
  const why = doubt ? unverifiedOf(doubt) : null;
  if (orphans.length > 0) {
    return {
      kind: "orphans",
      count: orphans.length,
      tweetIds: orphans.map(({ id }) => id),
      unverified: why,
    };
  }
  if (why) return { kind: "unverified", count: failure ? armed : suspected, since: oldestCheck, why };
  if (queued + pending + onHold === 0) return { kind: "empty" };
  return { kind: "verified", queued, pending, onHold, checkedAt: oldestCheck };
}
