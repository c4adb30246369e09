import { AppError, type AppErrorCode } from "./app-error";
import { appErrorOf } from "./app-error-of";
import type { Log } from "./log";

const statuses: Record<AppErrorCode, number> = {
  BAD_INPUT: 400,
  TIME_PASSED: 400,
  UNAUTHENTICATED: 401,
  OTHER_PERSON: 401,
  NOT_FOUND: 404,
  NOT_ALLOWED: 409,
  STALE: 409,
  UNAVAILABLE: 503,
};

/** What a verb throws, as an HTTP answer: `{ message }`. What is not for people goes to the log only. */
export function answerError(log: Log, path: string, error: unknown, headers: HeadersInit = {}): Response {
  if (!(error instanceof AppError)) log.error({ path, error }, "route.failed");
  const { code, message } = appErrorOf(error);
  return Response.json({ message }, { status: statuses[code], headers });
}
