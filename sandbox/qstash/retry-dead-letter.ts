import { ApiError } from "./api-error";
import type { Context } from "./context";
import { type DlqRow, pickDeadLetters, removeDeadLetters } from "./dlq";
import { valuesOf } from "./filters";
import type { Draft } from "./message";
import { publish } from "./publish";
import { type HeaderPairs, readSettings } from "./publish-settings";

/**
 * Publishes dead letters anew, each under a new id, and takes them out of the DLQ. Headers of the call that set
 * something outdo the message's own. Throws ApiError 404, with nothing done, when one of `dlqIds` is not there.
 */
export async function retryDeadLetters(context: Context, query: URLSearchParams, pairs: HeaderPairs) {
  const { rows, cursor } = await pickDeadLetters(context, query);
  const missing = valuesOf(query, "dlqIds").find((id) => !rows.some((row) => row.dlqId === id));
  if (missing) throw new ApiError(404, `dlq message ${missing} not found`);
  const drafts = rows.map((row) => ({ row, draft: readAgain(context, row, pairs) }));
  const responses: { messageId: string }[] = [];
  for (const { row, draft } of drafts) {
    // Only one of two callers finds it still there.
    if ((await removeDeadLetters(context, [row.dlqId])) === 0) continue;
    responses.push({ messageId: (await publish(context, draft)).messageId });
  }
  return { responses, cursor };
}

/** Deduplication is not repeated, or the retry would be taken for the message that failed. */
function readAgain(context: Context, row: DlqRow, pairs: HeaderPairs): Draft {
  const named = new Set(pairs.map(([name]) => name.toLowerCase()));
  const given = readSettings(pairs, context.limits, context.clock.now());
  const has = (name: string) => named.has(`upstash-${name}`);
  return {
    url: row.url,
    body: row.body,
    callerIp: row.callerIp,
    method: has("method") ? given.method : row.method,
    headers: row.headers,
    createdAt: given.createdAt,
    notBefore: given.notBefore,
    maxRetries: has("retries") ? given.maxRetries : row.maxRetries,
    retryDelay: has("retry-delay") ? given.retryDelay : row.retryDelay,
    timeoutMs: has("timeout") ? given.timeoutMs : row.timeoutMs,
    labels: has("label") ? given.labels : row.labels,
    ...(has("flow-control-key") ? pickFlow(given) : pickFlow(row)),
    deduplicationId: null,
    contentBasedDeduplication: false,
  };
}

function pickFlow({
  flowKey,
  parallelism,
  rate,
  periodSeconds,
}: Pick<Draft, FlowField>): Pick<Draft, FlowField> {
  return { flowKey, parallelism, rate, periodSeconds };
}

type FlowField = "flowKey" | "parallelism" | "rate" | "periodSeconds";
