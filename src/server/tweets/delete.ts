// Deleting is soft: the history stays. It takes the message with it, and leaves at X what is out there.
import type { Collaborators } from "../collaborators";
import { askToCancel } from "./cancel-messages";
import { commitChange, type Target } from "./change-tweet";
import type { TweetRow } from "./find-tweet";
import { withoutMessage } from "./move-tweet";

export type Deleted = {
  id: string;
  /** What deleting it here did not do; null where nothing of it was out. */
  note: string | null;
};

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED while it is going out, unconfirmed, or being rolled back */
export async function deleteTweet(c: Collaborators, input: Target): Promise<Deleted> {
  let note: string | null = null;
  const unwanted = await commitChange(c, input, "delete", (tweet, now) => {
    note = noteOf(tweet);
    return {
      to: tweet.status === "SCHEDULED" ? "CANCELLED" : tweet.status,
      kind: "deleted",
      data: { ...withoutMessage, deletedAt: now },
    };
  });
  await askToCancel(c, unwanted);
  return { id: input.id, note };
}

function noteOf({ parts }: TweetRow): string | null {
  const out = parts.filter(({ state }) => state === "SENT").length;
  if (out === 0) return null;
  return out === 1 ? "Its post stays on X." : `Its ${out} posts stay on X.`;
}
