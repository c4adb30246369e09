import { setTimeout as delay } from "node:timers/promises";

const usualPollMs = 20;
const usualTimeoutMs = 10_000;

/**
 * Polls until `look` returns something truthy, and returns that. An error thrown by `look` counts as "not yet".
 * @throws Error after `timeoutMs`, with what the last look met.
 */
export async function waitFor<T>(
  look: () => T | Promise<T>,
  { timeoutMs = usualTimeoutMs, pollMs = usualPollMs }: { timeoutMs?: number; pollMs?: number } = {},
): Promise<NonNullable<T>> {
  const giveUpAt = Date.now() + timeoutMs;
  let met: unknown;
  do {
    try {
      met = await look();
      if (met) return met as NonNullable<T>;
    } catch (error) {
      met = error;
    }
    await delay(pollMs);
  } while (Date.now() < giveUpAt);
  throw new Error(
    `not so within ${timeoutMs} ms; the last look met ${met instanceof Error ? met.message : String(met)}`,
  );
}
