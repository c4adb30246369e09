import type { TweetView } from "~/server/tweets/view";
import { outWords, postsOut } from "./started-words";
import type { AskedAct } from "./tweet-acts";

export type ConfirmWords = { question: string; yes: string; no: string; busy: string };

/**
 * What is asked before an act that ends something: what will go, and what stays.
 * @param hold why nothing of the tweet's account goes out for now; null when it does.
 */
export function confirmWords(tweet: TweetView, act: AskedAct, hold: string | null = null): ConfirmWords {
  const out = tweet.started && !tweet.started.rollback ? outWords(tweet) : null;
  const isOne = tweet.parts.filter(({ state }) => state === "out").length === 1;
  switch (act) {
    case "postNow":
      return {
        question: `Post this ${tweet.partCount > 1 ? "thread" : "tweet"} now? ${
          hold
            ? `@${tweet.account.handle} is on hold, so it waits first. ${hold}`
            : `It goes out in a few seconds, from @${tweet.account.handle}.`
        }`,
        yes: "Post it now",
        no: "Leave it",
        busy: "Posting…",
      };
    case "cancel":
      return {
        question: out
          ? `Leave this thread as it is? ${out} and ${tweet.started?.outCount === 1 ? "stays" : "stay"} there; the rest does not go out.`
          : "Cancel this tweet? It will not be posted. Its text is kept under Cancelled.",
        yes: out ? "Leave it as it is" : "Cancel this tweet",
        no: out ? "Go back" : isScheduled(tweet) ? "Keep it scheduled" : "Keep it",
        busy: "Cancelling…",
      };
    case "rollBack":
      return {
        question: `${out ? `${out}. ` : ""}Deleted there, ${isOne ? "it is gone with its" : "they are gone with their"} likes and replies, and the rest does not go out. The text is kept here, to be written anew.`,
        yes: `Delete ${postsOut(tweet)} from X`,
        no: isOne ? "Leave it on X" : "Leave them on X",
        busy: "Deleting on X…",
      };
    case "delete":
      return {
        question: out
          ? `Delete this thread from Roost? ${out} and ${tweet.started?.outCount === 1 ? "stays" : "stay"} there; the rest does not go out.`
          : `Delete this ${tweet.partCount > 1 ? "thread" : "tweet"}? It leaves Roost for good; a post that is on X stays there.`,
        yes: tweet.partCount > 1 ? "Delete this thread" : "Delete this tweet",
        no: "Keep it",
        busy: "Deleting…",
      };
  }
}

function isScheduled({ state }: TweetView): boolean {
  return state === "pending" || state === "queued" || state === "onHold";
}
