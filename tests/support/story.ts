import type { Person } from "./roost-harness";

/** A tweet's story as its owner reads it: the answer to "why", and the lines one under another. */
export async function storyOf(person: Person, id: string, zone = "UTC") {
  const { why, lines, isDeleted } = await person.caller.tweet.get_history({ id, zone });
  return {
    question: why?.question ?? "",
    answer: why?.answer ?? "",
    lines: lines.map(({ text }) => text),
    isDeleted,
  };
}

/** How a time is told in UTC on its own day: "11:42:07". */
export const clockOf = (at: Date | null): string => at?.toISOString().slice(11, 19) ?? "no time";
