import type { TweetView } from "~/server/tweets/view";
import { excerpt } from "./excerpt";

/**
 * What is in doubt, where a tweet has several parts, and how Roost goes on looking for it by itself.
 * @param say a time in a sentence: "today at 14:30".
 */
export function doubtNotes(
  { doubt, parts, account }: Pick<TweetView, "doubt" | "parts" | "account">,
  say: (at: Date) => string,
): string[] {
  if (!doubt) return [];
  const text = parts[doubt.part - 1]?.text ?? "";
  const quoted = text ? `: “${excerpt(text)}”` : "";
  const which = parts.length > 1 ? [`In doubt is part ${doubt.part} of ${parts.length}${quoted}.`] : [];
  const looked = `Roost looked for it among the posts of @${account.handle}`;
  const again =
    doubt.looks === 0 ? "" : doubt.looks === 1 ? ", and once more since" : `, and ${doubt.looks} times since`;
  const next = doubt.nextLookAt
    ? ` It looks again by itself ${say(doubt.nextLookAt)}.`
    : " It no longer looks by itself.";
  return [...which, `${looked}${again}, and could not tell.${next}`];
}
