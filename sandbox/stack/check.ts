// Asks a part whether it is up.
import { setTimeout as delay } from "node:timers/promises";

/** An answer with `status`, or any answer at all where none is named. */
export type HttpCheck = { url: string; method?: "GET" | "POST"; status?: number };

/** Long enough for a development server to compile a page on a slow machine. */
const answerTimeoutMs = 60_000;
const pollMs = 100;

/**
 * Repeats the check until it succeeds.
 * @returns undefined when it did, else what the last try met.
 */
export async function waitForAnswer(
  check: HttpCheck,
  options: { timeoutMs: number; signal: AbortSignal },
): Promise<string | undefined> {
  const giveUpAt = Date.now() + options.timeoutMs;
  let met = "";
  while (!options.signal.aborted && Date.now() < giveUpAt) {
    met = await ask(check, options.signal);
    if (!met) return undefined;
    await delay(pollMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
  return met;
}

async function ask({ url, method = "GET", status }: HttpCheck, signal: AbortSignal): Promise<string> {
  try {
    const timeout = AbortSignal.timeout(answerTimeoutMs);
    const response = await fetch(url, {
      method,
      redirect: "manual",
      signal: AbortSignal.any([signal, timeout]),
    });
    await response.body?.cancel();
    if (status === undefined || response.status === status) return "";
    return `${method} ${url} answered ${response.status} instead of ${status}`;
  } catch (error) {
    const { cause } = error as Error;
    return `${method} ${url} did not answer (${cause instanceof Error ? cause.message : (error as Error).message})`;
  }
}
