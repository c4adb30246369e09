import type { TweetView } from "~/server/tweets/view";

type Sent = Pick<TweetView, "state" | "hold">;

/** What came of sending a tweet at once: of one whose account is on hold, that it waits, and for what. */
export function sentWords(
  { state, hold }: Sent,
  title: string,
  lines: string[],
): { title: string; lines: string[] } {
  if (state !== "onHold") return { title, lines };
  return { title: "It waits: posting is on hold", lines: [...lines, ...(hold ? [hold] : [])] };
}
