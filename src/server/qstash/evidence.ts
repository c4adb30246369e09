// What QStash says of many messages, in as few calls as it can: its logs in batches, then one GET for each message
// that has no log row. A failed call stops the asking: what is left is unanswered, never guessed.
import type { Client } from "@upstash/qstash";
import type { Policy } from "~/domain/policy";
import { type Evidence, isEndState, type UnknownKind } from "~/domain/reconcile";
import { inBatches } from "../in-batches";
import { callQStash } from "./call";

export type EvidenceBatch = {
  /** One entry for every id that was asked about. */
  evidence: Map<string, Evidence & { label?: string }>;
  /** This token has read at least one of the messages. */
  hasRead: boolean;
  calls: number;
  tookMs: number;
};

type Asking = {
  client: Client;
  policy: Policy;
  deadlineMs: number;
  evidence: EvidenceBatch["evidence"];
  calls: number;
  stopped: UnknownKind | null;
};

/** @param budgetMs after this no further call is begun, and a running one is given up. */
export async function gatherEvidence(
  client: Client,
  policy: Policy,
  ids: string[],
  budgetMs: number,
): Promise<EvidenceBatch> {
  const startedMs = performance.now();
  const asking: Asking = {
    client,
    policy,
    deadlineMs: startedMs + budgetMs,
    evidence: new Map(),
    calls: 0,
    stopped: null,
  };
  for (const batch of inBatches(ids, policy.evidence.idsPerLogCall)) await readLogs(asking, batch);
  await readMessages(
    asking,
    ids.filter((id) => !asking.evidence.has(id)),
  );
  for (const id of ids) {
    if (!asking.evidence.has(id)) {
      asking.evidence.set(id, { kind: "unanswered", why: asking.stopped ?? "timeout" });
    }
  }
  const read = [...asking.evidence.values()].some(({ kind }) => kind === "log" || kind === "found");
  return {
    evidence: asking.evidence,
    hasRead: read,
    calls: asking.calls,
    tookMs: performance.now() - startedMs,
  };
}

/**
 * A page holds 100 rows and the SDK can't ask for the next: after a full one, what has no row is asked again in halves.
 * That ends where a page was full of others' rows or of one message's: whoever is left is asked for by GET.
 */
async function readLogs(asking: Asking, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const answer = await ask(asking, () => asking.client.logs({ messageIds: ids }));
  if (!answer) return;
  const asked = new Set(ids);
  for (const row of answer.logs) {
    const known = asking.evidence.get(row.messageId);
    if (!asked.has(row.messageId) || (known?.kind === "log" && !tellsMore(row, known))) continue;
    asking.evidence.set(row.messageId, {
      kind: "log",
      state: row.state,
      url: row.url,
      atMs: row.time,
      ...(row.label ? { label: String(row.label) } : {}),
    });
  }
  if (answer.logs.length < asking.policy.evidence.logPageRows) return;
  const namesOurs = answer.logs.some(({ messageId }) => asked.has(messageId));
  if (ids.length === 1 || !namesOurs) return;
  const left = ids.filter((id) => !asking.evidence.has(id));
  const half = Math.ceil(left.length / 2);
  await readLogs(asking, left.slice(0, half));
  await readLogs(asking, left.slice(half));
}

/**
 * Of two rows about one message the newer; but a message that has ended never lives again, so no row of its life
 * outweighs that, whatever the times say: two machines of QStash's may differ by more than lies between the rows.
 */
function tellsMore(row: { state: string; time: number }, known: { state: string; atMs: number }): boolean {
  const isEnd = isEndState(row.state);
  return isEnd === isEndState(known.state) ? row.time > known.atMs : isEnd;
}

async function readMessages(asking: Asking, ids: string[]): Promise<void> {
  const waiting = [...ids];
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await readMessage(asking, id);
  };
  await Promise.all(Array.from({ length: asking.policy.evidence.getParallelism }, worker));
}

async function readMessage(asking: Asking, id: string): Promise<void> {
  const message = await ask(
    asking,
    () => asking.client.messages.get(id),
    () => {
      asking.evidence.set(id, { kind: "notFound" });
    },
  );
  if (!message) return;
  asking.evidence.set(id, {
    kind: "found",
    url: message.url,
    ...(message.label ? { label: String(message.label) } : {}),
  });
}

async function ask<T>(asking: Asking, call: () => Promise<T>, onNotFound?: () => void): Promise<T | null> {
  const leftMs = asking.deadlineMs - performance.now();
  if (asking.stopped || leftMs <= 0) {
    asking.stopped ??= "timeout";
    return null;
  }
  asking.calls += 1;
  const result = await callQStash(Math.min(leftMs, asking.policy.evidence.callTimeoutMs), call);
  if (result.ok) return result.value;
  if (result.why === "notFound" && onNotFound) onNotFound();
  else asking.stopped = result.why === "notFound" || result.why === "refused" ? "unreadable" : result.why;
  return null;
}
