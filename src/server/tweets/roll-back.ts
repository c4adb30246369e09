// Its owner wants what is out of a thread to be gone. That is written first, so that whatever happens then, the posts
// are deleted at X in the end, or their owner is told that X does not do it.
import type { Collaborators } from "../collaborators";
import { changeTweet, type Target, viewTweet } from "./change-tweet";
import { withoutPast } from "./move-tweet";
import { removeParts } from "./remove-parts";
import type { TweetView } from "./view";

/**
 * Answers the tweet as it stands after the first try: with all posts gone, or with the reason why some are not yet.
 * @throws AppError NOT_FOUND, STALE, NOT_ALLOWED
 */
export async function rollBackTweet(c: Collaborators, input: Target): Promise<TweetView> {
  await changeTweet(c, input, "rollBack", (_, now) => ({
    to: "CANCELLED",
    kind: "roll-back asked",
    data: {
      ...withoutPast,
      rollbackRequestedAt: now,
      rollbackAfter: now,
      rollbackFailures: 0,
      rollbackError: null,
    },
  }));
  try {
    await removeParts(c, input.id, "owner");
  } catch (error) {
    // It was asked for, and that stands: the sweep goes on with it.
    c.log.error({ tweetId: input.id, error }, "rollback.interrupted");
  }
  return viewTweet(c, input.userId, input.id);
}
