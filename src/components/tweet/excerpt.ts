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

/** How a tweet is named: by its beginning; of a thread by that of its first part, for its parts are no one sentence. */
export function tweetExcerpt({ text, parts }: Pick<TweetView, "text" | "parts">, length?: number): string {
  const first = parts[0]?.text.trim() ?? "";
  if (parts.length < 2 || first === "") return excerpt(text, length);
  const begun = excerpt(first, length);
  return begun.endsWith("…") ? begun : `${begun} …`;
}
