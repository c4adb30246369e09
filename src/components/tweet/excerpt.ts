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
