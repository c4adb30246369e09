// Deleting is soft: the history stays. It takes the message with it.

import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { askToCancel, markUnwanted } from "./cancel-messages";
import { staleError, type Target } from "./change-tweet";
import { findOwnTweet } from "./find-tweet";
import { moveTweet, withoutMessage } from "./move-tweet";

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED while it is going out or unconfirmed */
export async function deleteTweet(c: Collaborators, input: Target): Promise<{ id: string }> {
  const now = await c.clock.now();
  const unwanted = await c.db.$transaction(async (tx) => {
    const tweet = await findOwnTweet(tx, input.userId, input.id);
    if (tweet.revision !== input.revision) throw await staleError(tx, c, input, now);
    if (tweet.status === "PUBLISHING" || tweet.status === "UNCONFIRMED") {
      throw new AppError("NOT_ALLOWED", "It is going out or may be up on X, so it cannot be deleted yet.");
    }
    const moved = await moveTweet(tx, {
      guard: { id: tweet.id, userId: input.userId, revision: input.revision, status: tweet.status },
      data: {
        ...withoutMessage,
        status: tweet.status === "SCHEDULED" ? "CANCELLED" : tweet.status,
        revision: tweet.revision + 1,
        deletedAt: now,
      },
      kind: "deleted",
      actor: "owner",
      now,
    });
    if (!moved) throw await staleError(tx, c, input, now);
    return markUnwanted(tx, tweet.id, now);
  });
  await askToCancel(c, unwanted);
  return { id: input.id };
}
