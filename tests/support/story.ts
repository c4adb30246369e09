import { appendFileSync } from "node:fs";
import type { HistoryView } from "~/server/tweets/get-history";
import type { Person } from "./roost-harness";

/**
 * A tweet's story as its owner reads it: the answer to "why", and the lines one under another. Where ROOST_STORIES
 * names a file, the story is added to it, for somebody to read who did not write it.
 */
export async function storyOf(person: Person, id: string, zone = "UTC") {
  const story = await person.caller.tweet.get_history({ id, zone });
  const { why, lines, isDeleted } = story;
  if (process.env.ROOST_STORIES) appendFileSync(process.env.ROOST_STORIES, asShown(story));
  return {
    question: why?.question ?? "",
    answer: why?.answer ?? "",
    lines: lines.map(({ text }) => text),
    isDeleted,
  };
}

/** As the panel shows it, its lines numbered; not what the case is called. */
function asShown({ why, lines }: HistoryView): string {
  const shown = lines.map(({ at, text, who, small }, index) => {
    const beneath = [who, small].filter(Boolean).join(" · ");
    return `${index + 1}. ${at.toISOString().slice(11, 19)} ${text}${beneath ? `\n   ${beneath}` : ""}`;
  });
  return `${[why ? `${why.question}\n${why.answer}` : "", ...shown].filter(Boolean).join("\n")}\n\n----\n\n`;
}

/** How a time is told in UTC on its own day: "11:42:07". */
export const clockOf = (at: Date | null): string => at?.toISOString().slice(11, 19) ?? "no time";
