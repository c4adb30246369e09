import type { TweetView } from "~/server/tweets/view";

const defaultLength = 60;

/** The beginning of a text on one line, cut between words where it can be, without splitting a character. */
export function excerpt(text: string, length = defaultLength): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(line)];
  if (characters.length <= length) return line;
  const cut = characters
    .slice(0, length)
    .map(({ segment }) => segment)
    .join("");
  const lastSpace = cut.lastIndexOf(" ");
  return `${(lastSpace > length / 2 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`;
}

type Words = Pick<TweetView, "text" | "parts">;

/** How a tweet is named: by its beginning; of a thread by that of its first part, for its parts are no one sentence. */
export function tweetExcerpt({ text, parts }: Words, length?: number): string {
  const first = firstOf(parts);
  if (first === null) return excerpt(text, length);
  const begun = excerpt(first, length);
  return begun.endsWith("…") ? begun : `${begun} …`;
}

/** What a row shows of a tweet, as it was written: of a thread its first part, for the same reason. */
export function rowText({ text, parts }: Words): string {
  const first = firstOf(parts);
  return first === null ? text : `${first} …`;
}

/** Null where there is one part alone, or the first has no words. */
function firstOf(parts: Words["parts"]): string | null {
  const first = parts[0]?.text.trim() ?? "";
  return parts.length < 2 || first === "" ? null : first;
}
