// Deleting is soft: the history stays. It takes the message with it, and leaves at X what is out there.
import { refusalWords } from "~/domain/refusal-words";
import { allows } from "~/domain/tweet";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { askToCancel, markUnwanted } from "./cancel-messages";
import { staleError, type Target } from "./change-tweet";
import { findOwnTweet, type TweetRow, toCommandable } from "./find-tweet";
import { moveTweet, withoutMessage } from "./move-tweet";

export type Deleted = {
  id: string;
  /** What deleting it here did not do; null where nothing of it was out. */
  note: string | null;
};

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED while it is going out or unconfirmed */
export async function deleteTweet(c: Collaborators, input: Target): Promise<Deleted> {
  const now = await c.clock.now();
  const { unwanted, note } = await c.db.$transaction(async (tx) => {
    const tweet = await findOwnTweet(tx, input.userId, input.id);
    if (tweet.revision !== input.revision) throw await staleError(tx, c, input, now);
    if (!allows(toCommandable(tweet), "delete")) {
      throw new AppError("NOT_ALLOWED", refusalWords(toCommandable(tweet), "delete"));
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
    return { unwanted: await markUnwanted(tx, tweet.id, now), note: noteOf(tweet) };
  });
  await askToCancel(c, unwanted);
  return { id: input.id, note };
}

function noteOf({ parts, rollbackRequestedAt }: TweetRow): string | null {
  const out = parts.filter(({ state }) => state === "SENT").length;
  if (out === 0) return null;
  if (rollbackRequestedAt) return "What is out of it is still being deleted on X.";
  return out === 1 ? "Its post stays on X." : `Its ${out} posts stay on X.`;
}
