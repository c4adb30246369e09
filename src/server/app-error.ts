import type { TweetView } from "./tweets/view";

export type AppErrorCode =
  | "STALE"
  | "NOT_FOUND"
  | "NOT_ALLOWED"
  | "BAD_INPUT"
  | "TIME_PASSED"
  | "UNAVAILABLE"
  | "UNAUTHENTICATED"
  | "OTHER_PERSON";

/** An error for people: its message says what happened, why, and what to do. Nothing was changed. */
export class AppError extends Error {
  override readonly name = "AppError";

  constructor(
    readonly code: AppErrorCode,
    message: string,
    /** The newer state, where the caller had an older one. */
    readonly tweet?: TweetView,
  ) {
    super(message);
  }
}
