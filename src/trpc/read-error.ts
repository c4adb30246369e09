import type { AppErrorCode } from "~/server/app-error";
import type { TweetView } from "~/server/tweets/view";

/** What went wrong, for people. `tweet` is the newer state, where the server sent it. */
export type StudioError = { code: AppErrorCode | "NO_ANSWER"; message: string; tweet: TweetView | null };

const noAnswer =
  "Roost's server did not answer, so it is not known whether this was done. Look at the list before trying again.";

/**
 * Why something could not be read, by a page that asks again by itself: nothing was to be done, so nothing is in doubt.
 * @param isShown an older answer stands on the page meanwhile.
 */
export function readingWords(error: unknown, isShown: boolean): string {
  const { code, message } = readError(error);
  const isOver = code === "UNAUTHENTICATED" || code === "OTHER_PERSON";
  return [
    code === "NO_ANSWER" ? "Roost's server did not answer." : message,
    ...(isShown ? ["What is shown here may be old."] : []),
    ...(isOver ? [] : ["Trying again by itself."]),
  ].join(" ");
}

/** Reads an error of the typed client. One that the server did not word itself is taken for no answer. */
export function readError(error: unknown): StudioError {
  const app = isObject(error) && isObject(error.data) && isObject(error.data.app) ? error.data.app : null;
  if (!app || !(error instanceof Error) || typeof app.code !== "string") {
    return { code: "NO_ANSWER", message: noAnswer, tweet: null };
  }
  return {
    code: app.code as AppErrorCode,
    message: error.message,
    tweet: isObject(app.tweet) ? (app.tweet as TweetView) : null,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
