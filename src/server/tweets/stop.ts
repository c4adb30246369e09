// A thread stops before its next part. What is out stays out; its owner may resume it, or delete on X what is out.
import type { Tweet } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { noteFlight } from "../flight-recorder";
import { changeTweet, type Plan, type Target, viewTweet } from "./change-tweet";
import { withoutPast } from "./move-tweet";
import type { TweetView } from "./view";

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED */
export async function stopTweet(c: Collaborators, input: Target): Promise<TweetView> {
  if (await noteStop(c, input)) return viewTweet(c, input.userId, input.id);
  return changeTweet(c, input, "stop", planStop);
}

/** Asks a publication under way to stop before the next call to X. Returns false when there is none. */
export async function noteStop(c: Collaborators, input: Target): Promise<boolean> {
  const { count } = await c.db.tweet.updateMany({
    where: { id: input.id, userId: input.userId, revision: input.revision, status: "PUBLISHING" },
    data: { stopRequestedAt: await c.clock.now() },
  });
  if (count === 0) return false;
  const { id, userId, revision } = input;
  await noteFlight(c, [{ tweetId: id, userId, revision, kind: "stop asked", actor: "owner", detail: {} }]);
  return true;
}

/** A started thread that waits to go on rests where it is. */
export function planStop(tweet: Pick<Tweet, "status">): Plan {
  if (tweet.status === "PUBLISHING") {
    throw new AppError("NOT_ALLOWED", "It has just begun to go out. Stop it once more.");
  }
  return { to: "FAILED", kind: "stopped", data: { ...withoutPast, failureKind: "stopped" } };
}
