// Out as soon as may be: on the schedule at the next second that can still be armed, whatever its time was.
import { policy } from "~/domain/policy";
import { soonestMs } from "~/domain/schedule";
import type { Tweet } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { changeTweet, type Plan, type Target } from "./change-tweet";
import { findOwnTweet } from "./find-tweet";
import { withoutPast } from "./move-tweet";
import type { TweetView } from "./view";

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED */
export async function postNow(c: Collaborators, input: Target): Promise<TweetView> {
  const { status } = await findOwnTweet(c.db, input.userId, input.id);
  const command = status === "SCHEDULED" ? "reschedule" : "schedule";
  return changeTweet(c, input, command, (tweet, now) =>
    planNow(tweet, new Date(soonestMs(now.getTime(), policy))),
  );
}

/** On the schedule for `scheduledFor`, which is as soon as may be; its event keeps the time that it had. */
export function planNow(tweet: Pick<Tweet, "scheduledFor">, scheduledFor: Date): Plan {
  return {
    to: "SCHEDULED",
    kind: "post now asked",
    data: { ...withoutPast, scheduledFor },
    detail: { plannedFor: tweet.scheduledFor?.toISOString() ?? null },
  };
}
