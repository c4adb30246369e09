// One call to QStash: always with a time-out, its failures told apart by status and never by text.
import { quote } from "~/domain/quote";
import type { UnknownKind } from "~/domain/reconcile";

export type CallResult<T> =
  | { ok: true; value: T }
  /** `refused`: QStash understood and said no (400, 412 …). `notFound`: 404. */
  | { ok: false; why: UnknownKind | "refused" | "notFound"; detail: string };

const maxDetailCharacters = 300;
const sdkPrefix = "[Upstash QStash]";

/** Runs one SDK call for at most `timeoutMs`: the SDK itself knows no time-out. */
export async function callQStash<T>(timeoutMs: number, call: () => Promise<T>): Promise<CallResult<T>> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<CallResult<T>>((resolve) => {
    timer = setTimeout(
      () => resolve({ ok: false, why: "timeout", detail: `QStash did not answer within ${timeoutMs} ms.` }),
      Math.max(0, timeoutMs),
    );
  });
  const answer = call().then(
    (value): CallResult<T> => ({ ok: true, value }),
    (error: unknown): CallResult<T> => ({ ok: false, ...explain(error) }),
  );
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}

function explain(error: unknown): { why: UnknownKind | "refused" | "notFound"; detail: string } {
  const detail = error instanceof Error ? quote(error.message, maxDetailCharacters) : "no reason given";
  const status = (error as { status?: unknown }).status;
  if (typeof status === "number") return { why: whyOfStatus(status), detail };
  if (error instanceof SyntaxError) return { why: "unreadable", detail };
  if (error instanceof TypeError && "cause" in error)
    return { why: "unreachable", detail: "QStash could not be reached." };
  return { why: "unreadable", detail };
}

function whyOfStatus(status: number): UnknownKind | "refused" | "notFound" {
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404) return "notFound";
  if (status === 429) return "rateLimited";
  return status >= 500 ? "serverError" : "refused";
}

/**
 * Keeps the SDK from writing a line to the console for every answer that is not 2xx: a 404 is an expected answer
 * here, and whatever matters is logged by its caller.
 */
export function quietSdk(): void {
  for (const level of ["error", "warn"] as const) {
    const original = console[level];
    if (original.name === "withoutQStash") continue;
    console[level] = function withoutQStash(...args: unknown[]) {
      if (typeof args[0] === "string" && args[0].startsWith(sdkPrefix)) return;
      original.apply(console, args);
    };
  }
}
