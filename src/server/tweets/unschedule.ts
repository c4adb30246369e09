// Off the schedule by its owner's wish. The time is kept for one-click return.
import type { Collaborators } from "../collaborators";
import { changeTweet, type Target } from "./change-tweet";
import { withoutPast } from "./move-tweet";
import type { TweetView } from "./view";

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED */
export function unscheduleTweet(c: Collaborators, input: Target): Promise<TweetView> {
  return changeTweet(c, input, "unschedule", () => ({ to: "DRAFT", kind: "unscheduled", data: withoutPast }));
}
