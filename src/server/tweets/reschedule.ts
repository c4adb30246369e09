// A new time for a scheduled tweet: the old message is taken back, a new one armed.
import type { Collaborators } from "../collaborators";
import { changeTweet, requireTime, type Target } from "./change-tweet";
import { withoutPast } from "./move-tweet";
import type { TweetView } from "./view";

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED, TIME_PASSED, BAD_INPUT */
export function rescheduleTweet(
  c: Collaborators,
  input: Target & { scheduledFor: Date },
): Promise<TweetView> {
  return changeTweet(c, input, "reschedule", (_, now) => ({
    to: "SCHEDULED",
    kind: "rescheduled",
    data: { ...withoutPast, scheduledFor: requireTime(input.scheduledFor, now) },
  }));
}
