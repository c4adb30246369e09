// Verdicts for many messages: evidence in batches, and the proof that a 404 needs. No transaction is open meanwhile.
import { type Evidence, type Verdict, verdictOf } from "~/domain/reconcile";
import type { Collaborators } from "../collaborators";

export type Verdicts = {
  /** By QStash's id of the message. */
  byId: Map<string, Verdict & { label?: string }>;
  /** How long the batch took, in milliseconds. */
  tookMs: number;
  gatheredAt: Date;
  calls: number;
};

const probeCalls = 3;

/**
 * @param gatheredAt the time, as just read.
 * @param budgetMs how long to ask at the most; what is left then is UNKNOWN.
 */
export async function gatherVerdicts(
  c: Collaborators,
  qstashIds: string[],
  gatheredAt: Date,
  budgetMs: number,
): Promise<Verdicts> {
  if (qstashIds.length === 0) return { byId: new Map(), tookMs: 0, gatheredAt, calls: 0 };
  const batch = await c.queue.gatherEvidence(qstashIds, budgetMs);
  const hasMissing = [...batch.evidence.values()].some(({ kind }) => kind === "notFound");
  const needsProbe = hasMissing && !batch.hasRead;
  const isTokenProven =
    batch.hasRead || (needsProbe && (await c.queue.probe(gatheredAt, budgetMs - batch.tookMs)).ok);
  const asked = await askedToCancel(c, batch.evidence);
  const byId: Verdicts["byId"] = new Map();
  for (const [id, evidence] of batch.evidence) {
    const verdict = verdictOf(evidence, {
      deliveryUrl: c.queue.deliveryUrl,
      carriesOurLabel: evidence.label === c.queue.label,
      wasCancelRequested: asked.has(id),
      isTokenProven,
    });
    byId.set(id, evidence.label === undefined ? verdict : { ...verdict, label: evidence.label });
  }
  return { byId, tookMs: batch.tookMs, gatheredAt, calls: batch.calls + (needsProbe ? probeCalls : 0) };
}

/** Read after the evidence: what was cancelled by us meanwhile is known as ours. */
async function askedToCancel(c: Collaborators, evidence: Map<string, Evidence>): Promise<Set<string>> {
  const cancelled = [...evidence].flatMap(([id, { kind }]) => (kind === "log" ? [id] : []));
  if (cancelled.length === 0) return new Set();
  const rows = await c.db.message.findMany({
    where: { qstashId: { in: cancelled }, cancelRequestedAt: { not: null } },
    select: { qstashId: true },
  });
  return new Set(rows.flatMap(({ qstashId }) => (qstashId ? [qstashId] : [])));
}
