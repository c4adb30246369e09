// New text, and if wanted a new time, in one revision. A scheduled tweet stays scheduled, with a new message.
import type { Collaborators } from "../collaborators";
import { changeTweet, requireText, requireTime, type Target } from "./change-tweet";
import { withoutMessage } from "./move-tweet";
import type { TweetView } from "./view";

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED, TIME_PASSED, BAD_INPUT */
export function editTweet(
  c: Collaborators,
  input: Target & { text: string; scheduledFor?: Date | undefined },
): Promise<TweetView> {
  const text = requireText(input.text);
  return changeTweet(c, input, "edit", (tweet, now) => {
    const keepsTime = !input.scheduledFor || input.scheduledFor.getTime() === tweet.scheduledFor?.getTime();
    const scheduledFor =
      input.scheduledFor && !keepsTime ? requireTime(input.scheduledFor, now) : tweet.scheduledFor;
    return {
      to: tweet.status,
      kind: "edited",
      text,
      data: { ...withoutMessage, scheduledFor, ...(keepsTime ? {} : { nextAttemptAt: null }) },
    };
  });
}
