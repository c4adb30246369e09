/** What a QStash plan allows. */
export type Limits = {
  maxDelaySeconds: number;
  maxRetries: number;
  maxMessageBytes: number;
  /** How long a delivery may take before it counts as failed. */
  maxResponseMs: number;
  logRetentionMs: number;
  dlqRetentionMs: number;
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The free plan, from upstash.com/pricing/qstash; five retries as the live service has been seen to enforce. */
export const freePlan: Limits = {
  maxDelaySeconds: 604_800,
  maxRetries: 5,
  maxMessageBytes: 1_048_576,
  maxResponseMs: 15 * minuteMs,
  logRetentionMs: 3 * dayMs,
  dlqRetentionMs: 3 * dayMs,
};
