import { ApiError } from "./api-error";
import { parseDurationSeconds } from "./durations";

export type FlowValue = { parallelism: number | null; rate: number | null; periodSeconds: number | null };

const periodDefaultSeconds = 1;
/** A week: upstash.com/docs/qstash/features/flowcontrol. */
const periodMaxSeconds = 604_800;

/**
 * Reads `Upstash-Flow-Control-Value`: `parallelism=2, rate=5, period=1m`, in any order and letter case.
 * Throws ApiError 400 with what can't be read.
 */
export function parseFlowValue(text: string): FlowValue {
  const value: FlowValue = { parallelism: null, rate: null, periodSeconds: null };
  for (const pair of text.split(",")) {
    const [name, raw = ""] = pair.split("=").map((part) => part.trim());
    switch (name?.toLowerCase()) {
      case "parallelism":
        value.parallelism = parsePositive(raw, pair);
        break;
      case "rate":
        value.rate = parsePositive(raw, pair);
        break;
      case "period":
        value.periodSeconds = parsePeriod(raw, pair);
        break;
      default:
        throw invalid(pair);
    }
  }
  if (value.parallelism === null && value.rate === null) throw invalid(text);
  if (value.rate !== null) value.periodSeconds ??= periodDefaultSeconds;
  return value;
}

function parsePositive(raw: string, pair: string): number {
  if (!/^[1-9]\d*$/.test(raw)) throw invalid(pair);
  return Number(raw);
}

function parsePeriod(raw: string, pair: string): number {
  const seconds = /^\d+$/.test(raw) ? Number(raw) : parseDurationSeconds(raw);
  if (!seconds || seconds > periodMaxSeconds) throw invalid(pair);
  return seconds;
}

function invalid(part: string): ApiError {
  return new ApiError(400, `invalid Upstash-Flow-Control-Value header: ${part.trim()}`, "entry");
}
