/** Header names in canonical form (`X-Custom`), each with its values. */
export type HeaderMap = Record<string, string[]>;

/**
 * Where a message stands inside the sandbox. `state` is what the newest log row says to the outside.
 * waiting: for its time. held: due, waiting for its flow-control key. active: a delivery is under way.
 * done: delivered, failed or cancelled. lost: accepted, then dropped by a fault.
 */
export type Phase = "waiting" | "held" | "active" | "done" | "lost";

export type LogState =
  | "CREATED"
  | "ACTIVE"
  | "RETRY"
  | "ERROR"
  | "DELIVERED"
  | "FAILED"
  | "CANCEL_REQUESTED"
  | "CANCELLED";

/** What a publisher asked for. Times are Unix milliseconds. */
export type Draft = {
  url: string;
  method: string;
  headers: HeaderMap;
  body: Buffer;
  /** When the publish call came. */
  createdAt: number;
  notBefore: number;
  maxRetries: number;
  retryDelay: string | null;
  timeoutMs: number;
  labels: string[];
  flowKey: string | null;
  parallelism: number | null;
  rate: number | null;
  periodSeconds: number | null;
  deduplicationId: string | null;
  contentBasedDeduplication: boolean;
  callerIp: string;
};

/** A row of `messages`. */
export type Message = Omit<Draft, "contentBasedDeduplication"> & {
  seq: number;
  id: string;
  phase: Phase;
  state: LogState | "LOST";
  /** Null: its time will never come (a fault took it). */
  dueAt: number | null;
  endedAt: number | null;
  cancelRequestedAt: number | null;
  delayedByFault: boolean;
  retried: number;
};

/** SQL over `messages m`: those that QStash still shows and would still deliver. */
export const isPending = `m.phase IN ('waiting', 'held', 'active') AND m."cancelRequestedAt" IS NULL`;

/** `x-my-header` as `X-My-Header`, the way Go writes header names. */
export function canonicalHeaderName(name: string): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join("-");
}
