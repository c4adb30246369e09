import { AppError } from "./app-error";
import { isDatabaseDown, isLockTimeout } from "./db";

/** What people are told of an error: its own words where it has some for them, else that it is on our side. */
export function appErrorOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError("UNAVAILABLE", wordsFor(error));
}

function wordsFor(error: unknown): string {
  if (isDatabaseDown(error)) {
    return "Roost cannot reach its database right now, so nothing was changed. Try again in a minute.";
  }
  return isLockTimeout(error)
    ? "The database is busy with this very entry, so nothing was changed. Try again in a minute."
    : "Something went wrong on our side and was noted. Reload the page to see what was saved.";
}
