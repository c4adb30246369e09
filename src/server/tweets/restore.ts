// A cancelled tweet becomes a draft again, with the text and the time that it had.
import type { Collaborators } from "../collaborators";
import { changeTweet, type Target } from "./change-tweet";
import { withoutPast } from "./move-tweet";
import type { TweetView } from "./view";

/** @throws AppError NOT_FOUND, STALE, NOT_ALLOWED */
export function restoreTweet(c: Collaborators, input: Target): Promise<TweetView> {
  return changeTweet(c, input, "restore", () => ({ to: "DRAFT", kind: "restored", data: withoutPast }));
}
