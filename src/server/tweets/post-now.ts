// Out as soon as may be: on the schedule at the next second that can still be armed, whatever its time was.
import { policy } from "~/domain/policy";
import { soonestMs } from "~/domain/schedule";
import type { Collaborators } from "../collaborators";
import { changeTweet, type Plan, type Target } from "./change-tweet";
import { findOwnTweet } from "./find-tweet";
import { withoutPast } from "./move-tweet";
import type { TweetView } from "./view";

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED */
export async function postNow(c: Collaborators, input: Target): Promise<TweetView> {
  const { status } = await findOwnTweet(c.db, input.userId, input.id);
  return status === "SCHEDULED"
    ? changeTweet(c, input, "reschedule", (_, now) => plan("rescheduled", now))
    : changeTweet(c, input, "schedule", (_, now) => plan("scheduled", now));
}

function plan(kind: "scheduled" | "rescheduled", now: Date): Plan {
  const scheduledFor = new Date(soonestMs(now.getTime(), policy));
  return { to: "SCHEDULED", kind, data: { ...withoutPast, scheduledFor } };
}
