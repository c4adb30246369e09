import { ApiError, notServed } from "./api-error";
import { parseDurationSeconds } from "./durations";
import { parseFlowValue } from "./flow-value";
import type { Limits } from "./limits";
import { canonicalHeaderName, type Draft, type HeaderMap } from "./message";
import { parseRetryDelayExpression } from "./retry-delay-expression";

const msPerSecond = 1000;
const retriesDefault = 3;
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const forwardPrefix = "upstash-forward-";
const telemetryPrefix = "upstash-telemetry-";
const served = new Set(
  [
    ...["method", "delay", "not-before", "retries", "retry-delay", "timeout", "label", "deduplication-id"],
    ...["content-based-deduplication", "flow-control-key", "flow-control-value", "header-forward"],
  ].map((name) => `upstash-${name}`),
);

export type HeaderPairs = [name: string, value: string][];
export type Settings = Omit<Draft, "url" | "body" | "callerIp">;

/**
 * Reads a publish call's headers (upstash.com/docs/qstash/api-reference/messages/publish-a-message).
 * Throws ApiError: 400 for a value that QStash refuses or a limit of the plan, 501 for a setting not served here.
 */
export function readSettings(pairs: HeaderPairs, limits: Limits, nowMs: number): Settings {
  const settings = new Map(pairs.map(([name, value]) => [name.toLowerCase(), value.trim()]));
  refuseUnserved(settings);
  const get = (name: string) => settings.get(`upstash-${name}`) || undefined;
  const flowKey = get("flow-control-key");
  const flowValue = get("flow-control-value");
  if ((flowKey === undefined) !== (flowValue === undefined)) {
    throw refused("flow control needs both Upstash-Flow-Control-Key and Upstash-Flow-Control-Value");
  }
  return {
    method: readMethod(get("method")),
    headers: readForwardedHeaders(pairs),
    createdAt: nowMs,
    notBefore: readNotBefore(get("not-before"), get("delay"), limits, nowMs),
    maxRetries: readRetries(get("retries"), limits),
    retryDelay: readRetryDelay(get("retry-delay")),
    timeoutMs: readTimeout(get("timeout"), limits),
    labels: (get("label") ?? "").split(",").flatMap((label) => label.trim() || []),
    flowKey: flowKey ?? null,
    ...(flowValue ? parseFlowValue(flowValue) : { parallelism: null, rate: null, periodSeconds: null }),
    deduplicationId: get("deduplication-id") ?? null,
    contentBasedDeduplication: get("content-based-deduplication") === "true",
  };
}

function refuseUnserved(settings: Map<string, string>): void {
  for (const [name, value] of settings) {
    if (!name.startsWith("upstash-") || value === "") continue;
    if (served.has(name) && !(name === "upstash-header-forward" && value === "true")) continue;
    if (name.startsWith(forwardPrefix) || name.startsWith(telemetryPrefix)) continue;
    throw notServed(`the setting ${canonicalHeaderName(name)}`);
  }
}

function readMethod(text = "POST"): string {
  const method = text.toUpperCase();
  if (!methods.includes(method)) throw refused(`invalid Upstash-Method header: ${text}`);
  return method;
}

/** Not-Before wins over Delay; a time that has passed means now. */
function readNotBefore(
  at: string | undefined,
  delay: string | undefined,
  limits: Limits,
  nowMs: number,
): number {
  const notBefore = at === undefined ? nowMs + readDelaySeconds(delay) * msPerSecond : readUnixMs(at);
  if (notBefore - nowMs > limits.maxDelaySeconds * msPerSecond)
    throw overQuota("maxDelay", limits.maxDelaySeconds);
  return notBefore;
}

function readUnixMs(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw refused(`invalid Upstash-Not-Before header: ${text}`);
  return Number(text) * msPerSecond;
}

function readDelaySeconds(text = "0s"): number {
  const seconds = parseDurationSeconds(text);
  if (seconds === undefined) throw refused(`invalid Upstash-Delay header: ${text}`);
  return seconds;
}

function readRetries(text: string | undefined, limits: Limits): number {
  if (text === undefined) return Math.min(retriesDefault, limits.maxRetries);
  if (!/^\d+$/.test(text)) throw refused(`invalid Upstash-Retries header: ${text}`);
  if (Number(text) > limits.maxRetries) throw overQuota("maxRetries", limits.maxRetries);
  return Number(text);
}

function readRetryDelay(text: string | undefined): string | null {
  if (text === undefined) return null;
  try {
    parseRetryDelayExpression(text);
    return text;
  } catch (error) {
    throw refused(`invalid Upstash-Retry-Delay header: ${error instanceof Error ? error.message : text}`);
  }
}

/** Can only shorten what the plan allows. */
function readTimeout(text: string | undefined, limits: Limits): number {
  if (text === undefined) return limits.maxResponseMs;
  const seconds = parseDurationSeconds(text);
  if (!seconds) throw refused(`invalid Upstash-Timeout header: ${text}`);
  return Math.min(seconds * msPerSecond, limits.maxResponseMs);
}

function readForwardedHeaders(pairs: HeaderPairs): HeaderMap {
  const headers: HeaderMap = {};
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase();
    const forwarded = lower.startsWith(forwardPrefix) ? lower.slice(forwardPrefix.length) : undefined;
    const canonical = canonicalHeaderName(forwarded ?? lower);
    if (!forwarded && lower !== "content-type") continue;
    headers[canonical] = [...(headers[canonical] ?? []), value];
  }
  return headers;
}

function refused(message: string): ApiError {
  return new ApiError(400, message, "entry");
}

/** Seen live for maxDelay, 2026-08; one entry over a quota refuses a whole batch. */
export function overQuota(quota: string, limit: number): ApiError {
  return new ApiError(400, `quota ${quota} exceeded, current limit: ${limit}`);
}
