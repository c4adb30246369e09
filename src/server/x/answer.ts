// What twitter-api-v2 throws, told apart: an answer of X's, no connection at all, or no answer to a call that may
// have arrived. Only the second is sure to have done nothing.
import { ApiPartialResponseError, ApiRequestError, ApiResponseError } from "twitter-api-v2";
import type { XAnswer } from "~/domain/outcome";
import { storable } from "~/domain/text";

const maxDetailCharacters = 500;

/** Raised by the system before a connection stands, so X has seen nothing. */
const beforeConnecting = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** The failure of a call to X as an answer. Never throws, and never carries the request, where the token is. */
export function answerOfError(error: unknown): Exclude<XAnswer, { kind: "created" }> {
  if (error instanceof ApiResponseError) return answerOfResponse(error);
  if (error instanceof ApiPartialResponseError) {
    return { kind: "noAnswer", detail: "X's answer was cut off, or could not be read." };
  }
  if (error instanceof ApiRequestError) {
    const { code, syscall, message } = systemErrorOf(error);
    if (code && (beforeConnecting.has(code) || (code === "ETIMEDOUT" && syscall === "connect"))) {
      return { kind: "noConnection", detail: `X could not be reached (${code}).` };
    }
    return { kind: "noAnswer", detail: `X did not answer (${code ?? message}).` };
  }
  return { kind: "noAnswer", detail: "The call to X ended without an answer." };
}

/**
 * What the system said of a failed call. twitter-api-v2 1.29.1 stores it as `error` and reads it as `requestError`, so
 * its own getter answers undefined.
 */
function systemErrorOf(error: ApiRequestError): NodeJS.ErrnoException {
  const { _options: options } = error as unknown as { _options?: { error?: unknown } };
  const found: unknown = error.requestError ?? options?.error;
  return found instanceof Error ? found : new Error("no reason given");
}

function answerOfResponse(error: ApiResponseError): XAnswer & { kind: "response" } {
  const data: unknown = error.data;
  const problem = typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  return {
    kind: "response",
    status: error.code,
    detail: storable(wordsOf(problem), maxDetailCharacters) || `X answered ${error.code} without a reason.`,
    problem:
      String(problem.type ?? problem.error ?? "")
        .split("/")
        .pop() ?? "",
    ...limitOf(error),
  };
}

function wordsOf(problem: Record<string, unknown>): string {
  const said = problem.detail ?? problem.error_description ?? problem.title;
  const errors = Array.isArray(problem.errors) ? problem.errors : [];
  const messages = errors
    .map((entry: { message?: unknown }) => entry?.message)
    .filter((m) => typeof m === "string");
  return [typeof said === "string" ? said : "", ...messages].filter(Boolean).join(" ");
}

/** Whose limit is used up, and until when. Where it is the day's cap, the 15-minute reset is misleading. */
function limitOf({ headers }: ApiResponseError): { limitOf: "account" | "app"; resetAtMs: number | null } {
  const isUsedUp = (scope: "user" | "app") => headers[`x-${scope}-limit-24hour-remaining`] === "0";
  if (isUsedUp("app")) return { limitOf: "app", resetAtMs: secondsToMs(headers["x-app-limit-24hour-reset"]) };
  const reset = headers[isUsedUp("user") ? "x-user-limit-24hour-reset" : "x-rate-limit-reset"];
  return { limitOf: "account", resetAtMs: secondsToMs(reset) };
}

function secondsToMs(value: string | string[] | undefined): number | null {
  const seconds = Number(value);
  return value && Number.isFinite(seconds) ? seconds * 1000 : null;
}
