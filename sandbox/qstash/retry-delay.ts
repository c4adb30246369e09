import { parseGoDurationMs } from "./durations";
import { parseRetryDelayExpression } from "./retry-delay-expression";

export type ResponseHeaders = Record<string, string[]>;

const msPerSecond = 1000;
const dayMs = 86_400_000;
/** QStash waits e^(2.5 n) seconds before the n-th retry, in whole seconds: 12, 148, 1808, 22026, then a day. */
const backoffExponent = 2.5;
/** Asked in this order; the first that can be read and is at most a day counts. */
const steeringHeaders = [
  "retry-after",
  "x-ratelimit-reset",
  "x-ratelimit-reset-requests",
  "x-ratelimit-reset-tokens",
];

/**
 * How long QStash waits after a failed attempt: what the answer asked for, else the message's own expression, else
 * the back-off (upstash.com/docs/qstash/features/retry).
 * @param retried how often the message was retried before: 0 after the first attempt.
 * @returns milliseconds, at most a day.
 */
export function retryDelayMs(
  retried: number,
  expression: string | undefined,
  headers: ResponseHeaders,
  nowMs: number,
): number {
  for (const name of steeringHeaders) {
    const askedMs = parseAskedDelayMs(headers[name]?.[0]?.trim(), nowMs);
    if (askedMs !== undefined && askedMs <= dayMs) return askedMs;
  }
  if (expression) {
    const ms = parseRetryDelayExpression(expression)(retried);
    if (Number.isFinite(ms)) return Math.round(Math.min(Math.max(ms, 0), dayMs));
  }
  return Math.min(dayMs, Math.floor(Math.exp(backoffExponent * (retried + 1))) * msPerSecond);
}

/** Seconds, an RFC 1123 date, or a Go duration. */
function parseAskedDelayMs(text: string | undefined, nowMs: number): number | undefined {
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * msPerSecond;
  const durationMs = parseGoDurationMs(text);
  if (durationMs !== undefined) return durationMs;
  const dateMs = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(dateMs - nowMs, 0);
}
