// A thread that stopped half way goes on at its first part that is not out. No part is ever sent twice.
import { policy } from "~/domain/policy";
import { isPastLateness } from "~/domain/schedule";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { changeTweet, type Target } from "./change-tweet";
import { toLimited } from "./find-tweet";
import { withoutPast } from "./move-tweet";
import type { TweetView } from "./view";

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED, TIME_PASSED when its first part went out too long ago */
export function resumeTweet(c: Collaborators, input: Target): Promise<TweetView> {
  return changeTweet(c, input, "resume", (tweet, now) => {
    if (isPastLateness(toLimited(tweet), now.getTime(), policy)) {
      throw new AppError(
        "TIME_PASSED",
        "Its first part went out more than a day ago, so it cannot go on. Delete on X what is out, or leave it as it is.",
      );
    }
    return { to: "SCHEDULED", kind: "resumed", data: { ...withoutPast, nextAttemptAt: now } };
  });
}
