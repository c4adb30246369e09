// What twitter-api-v2 throws, told apart: an answer of X's, no connection at all, or no answer to a call that may
// have arrived. Only the second is sure to have done nothing.
import { ApiPartialResponseError, ApiRequestError, ApiResponseError } from "twitter-api-v2";
import { bareAnswer, type XAnswer } from "~/domain/outcome";
import { limitOf } from "./limit-of";
import { UnreadableAnswer } from "./plain-answers";
import { isProblem, problemIn, wordsIn } from "./problem-words";

/** What the system was asked to do before a connection stands: X has seen nothing. */
const beforeConnecting = new Set(["connect", "getaddrinfo"]);

/** The failure of a call to X as an answer. Never throws, and never carries the request, where the token is. */
export function answerOfError(error: unknown): Exclude<XAnswer, { kind: "created" }> {
  if (error instanceof ApiResponseError) return answerOfResponse(error);
  if (error instanceof ApiPartialResponseError || error instanceof UnreadableAnswer) {
    return { kind: "noAnswer", detail: "X's answer was cut off, or could not be read." };
  }
  if (error instanceof ApiRequestError) {
    const { code, syscall, message } = systemErrorOf(error);
    if (code && syscall && beforeConnecting.has(syscall)) {
      return { kind: "noConnection", detail: `X could not be reached (${code}).` };
    }
    return { kind: "noAnswer", detail: `X did not answer (${code ?? message}).` };
  }
  return { kind: "noAnswer", detail: "The call to X ended without an answer." };
}

/** The body of a call that X took, as an answer: without a post's id nobody knows what it did. */
export function answerOfCreate(body: unknown): XAnswer {
  const id = (body as { data?: { id?: unknown } | null } | null | undefined)?.data?.id;
  return typeof id === "string" && /^\d+$/.test(id)
    ? { kind: "created", id }
    : { kind: "noAnswer", detail: "X answered without the post's id." };
}

/**
 * What the system said of a failed call. twitter-api-v2 1.29.1 stores it as `error` and reads it as `requestError`, so
 * its own getter answers undefined.
 */
function systemErrorOf(error: ApiRequestError): NodeJS.ErrnoException {
  const { _options: options } = error as unknown as { _options?: { error?: unknown } };
  const thrown: unknown = error.requestError ?? options?.error;
  // Of several addresses that were tried in vain, the first says why.
  const found: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown;
  return found instanceof Error ? found : new Error("no reason given");
}

function answerOfResponse({ code, data, headers }: ApiResponseError): XAnswer & { kind: "response" } {
  return {
    kind: "response",
    status: code,
    detail: wordsIn(data) || bareAnswer(code),
    isPage: !isProblem(data),
    problem: problemIn(data),
    ...limitOf(headers),
  };
}
