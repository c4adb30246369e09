// A cancelled tweet is never posted, whatever QStash still delivers. One that is going out can only be asked to stop
// before anything is sent again, and a thread that is half out stops where it is.
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { changeTweet, type Plan, type Target } from "./change-tweet";
import type { TweetRow } from "./find-tweet";
import { withoutPast } from "./move-tweet";
import { noteStop, planStop } from "./stop";
import type { TweetView } from "./view";

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED ("going out": the stop is noted and honoured before a resend) */
export async function cancelTweet(c: Collaborators, input: Target): Promise<TweetView> {
  try {
    return await cancelResting(c, input);
  } catch (error) {
    if (!(error instanceof AppError) || error.tweet?.state !== "posting") throw error;
    if (await noteStop(c, input)) throw error;
    // X put it off between the two looks: it rests again, and can be cancelled.
    return cancelResting(c, input);
  }
}

function cancelResting(c: Collaborators, input: Target): Promise<TweetView> {
  return changeTweet(c, input, "cancel", planCancel);
}

/** What cancelling makes of a tweet at rest. */
export function planCancel(tweet: TweetRow): Plan {
  return tweet.startedAt && tweet.status === "SCHEDULED"
    ? planStop(tweet)
    : { to: "CANCELLED", kind: "cancelled", data: withoutPast };
}
