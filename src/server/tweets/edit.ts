// New words, and if wanted a new time, in one revision. A scheduled tweet stays scheduled, with a new message. What is
// out on X stays as it is, and so does the time of a thread that has started.
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { changeTweet, requireTime, type Target } from "./change-tweet";
import type { TweetRow } from "./find-tweet";
import { withoutMessage } from "./move-tweet";
import { type PartInput, requireParts, type Written } from "./require-parts";
import type { TweetView } from "./view";

export type Edit = Target &
  Written & {
    scheduledFor?: Date | undefined;
    /** In seconds; null for however late, left out for the one that it has. */
    latenessLimitS?: number | null | undefined;
  };

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED, TIME_PASSED, BAD_INPUT */
export function editTweet(c: Collaborators, input: Edit): Promise<TweetView> {
  const parts = requireParts(input);
  return changeTweet(c, input, "edit", (tweet, now) => {
    const keepsTime = !input.scheduledFor || input.scheduledFor.getTime() === tweet.scheduledFor?.getTime();
    if (tweet.startedAt) requireStartedAsItIs(tweet, parts, keepsTime);
    const scheduledFor =
      input.scheduledFor && !keepsTime ? requireTime(input.scheduledFor, now) : tweet.scheduledFor;
    return {
      to: tweet.status,
      kind: "edited",
      parts,
      data: {
        ...withoutMessage,
        scheduledFor,
        ...(keepsTime ? {} : { nextAttemptAt: null }),
        ...(input.latenessLimitS === undefined ? {} : { latenessLimitS: input.latenessLimitS }),
      },
    };
  });
}

function requireStartedAsItIs(tweet: TweetRow, parts: PartInput[], keepsTime: boolean): void {
  if (!keepsTime) {
    throw new AppError(
      "NOT_ALLOWED",
      "Its first part is out, so its time stays as it is. Change only the parts that are not out yet.",
    );
  }
  const out = tweet.parts.filter(({ xId }) => xId !== null);
  const changed = out.findIndex((part, index) => !isAsItIs(part, parts[index]));
  if (changed >= 0) {
    throw new AppError(
      "NOT_ALLOWED",
      `Part ${changed + 1} is out on X and stays as it is. Change only the parts that are not out yet.`,
    );
  }
  if (parts.length === out.length) {
    throw new AppError(
      "NOT_ALLOWED",
      "All parts that are left are out on X. Keep one that is still to go out, or cancel the rest of the thread.",
    );
  }
}

function isAsItIs({ text, media }: TweetRow["parts"][number], written: PartInput | undefined): boolean {
  if (written?.text !== text) return false;
  const { media: wanted = media } = written;
  return (
    wanted.length === media.length &&
    wanted.every(
      ({ mediaId, altText }, index) =>
        media[index]?.mediaId === mediaId && (media[index]?.altText ?? "") === (altText ?? ""),
    )
  );
}
