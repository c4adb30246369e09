import type { TweetView } from "~/server/tweets/view";
import { actsFor } from "../tweet/tweet-acts";

/** Why a tweet can no longer be changed, as it is listed now; null while it can, or while that is not known. */
export function editClosed(listed: TweetView | undefined): string | null {
  if (!listed || actsFor(listed).includes("edit")) return null;
  switch (listed.state) {
    case "posted":
      return "It has been posted, so it stays as it is.";
    case "posting":
      return "It is going out right now, so it stays as it is.";
    case "checkNeeded":
      return "It may be up on X. Whether it is has to be said before it can change.";
    default:
      return listed.started?.rollback
        ? "What was out of it is deleted on X, so it stays as it is."
        : "It can no longer be changed.";
  }
}
