import type { TweetView } from "~/server/tweets/view";
import { type ShownState, stateWords } from "../tweet/state-words";
import type { KeptDraft } from "./draft-store";
import { draftOfKept } from "./kept-draft";
import { isAsWritten, type Written, writtenParts } from "./written";

export type NewTweetInput = Written & { accountId: string; scheduledFor: Date };

const onSchedule: ShownState[] = ["pending", "queued", "onHold"];
const goneOut: ShownState[] = ["posting", "posted"];

/**
 * What the server's answer to a creation is to its draft.
 * - done: the tweet is what was written.
 * - behind: an earlier try made it, and the draft was changed since; the change is still to be sent.
 * - spent: the draft's id is that of a tweet which went its own way, so what is written now would be another tweet.
 * @param wasSent an earlier try may have reached the server.
 */
export function readMade(
  made: TweetView,
  input: NewTweetInput,
  wasSent: boolean,
): "done" | "behind" | "spent" {
  const isSameTime = made.scheduledFor?.getTime() === input.scheduledFor.getTime();
  const isSame = isSameTime && isAsWritten(made, input);
  if (isSame && (!wasSent || onSchedule.includes(made.state) || goneOut.includes(made.state))) return "done";
  return wasSent && onSchedule.includes(made.state) ? "behind" : "spent";
}

/** Whether a draft that was sent without an answer is seen to stand, as it was written. */
export function isMadeOf({ sentFor, parts }: KeptDraft, listed: TweetView | undefined): boolean {
  if (!listed || sentFor === null) return false;
  const written = { parts: writtenParts(draftOfKept(parts)), latenessLimitS: listed.latenessLimitS };
  return isAsWritten(listed, written) && [...onSchedule, ...goneOut].includes(listed.state);
}

/** Why it is not scheduled yet. `made`: the tweet that stands under its id; null where that was deleted. */
export function spentWords(made: TweetView | null): string {
  const tweet = made
    ? `that tweet is ${stateWords[made.state].word.toLowerCase()} now, and stands in the list`
    : "that tweet was deleted";
  return `An earlier try had reached Roost: ${tweet}. Schedule once more to make another tweet of what stands here.`;
}

export const unansweredWords =
  "Roost's server did not answer, so it is not known whether this is scheduled. Try again: however often you do, it becomes one tweet.";
