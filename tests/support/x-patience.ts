/** Short: a test waits for a client that gives up. */
export const impatientMs = 300;

const silentKinds = ["hang", "hang-after", "slow"];

/** Options for xClient: it gives up soon on a fault that never answers, or late, and on no other. */
export const patienceFor = (kind: string): { timeoutMs?: number } =>
  silentKinds.includes(kind) ? { timeoutMs: impatientMs } : {};
