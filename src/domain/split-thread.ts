// A long text as the parts of a thread: cut between paragraphs, else between sentences, else between words, and only
// in the middle of a word that no part could hold. Nothing but white space at the cuts is left out.
import { checkText } from "./text";

const cuts = [
  (text: string) => text.split(/(?<=\n[^\S\n]*\n)(?!\s)/),
  (text: string) => segments(text, "sentence"),
  (text: string) => text.split(/(?<=\s)(?!\s)/),
  (text: string) => segments(text, "grapheme"),
];

/** The parts in their order, each as long as X takes at the most; one for a text that fits, none for blanks. */
export function splitThread(text: string): string[] {
  const parts = [""];
  fill(parts, text, 0);
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** Puts a text behind the last part where it fits, else in its pieces; a piece that fits nowhere is cut finer. */
function fill(parts: string[], text: string, level: number): void {
  const last = parts.length - 1;
  const joined = (parts[last] ?? "") + text;
  if (fits(joined)) {
    parts[last] = joined;
    return;
  }
  if (fits(text)) {
    parts.push(text);
    return;
  }
  const cut = cuts[level];
  if (cut) for (const piece of cut(text)) fill(parts, piece, level + 1);
  else parts.push(text);
}

function fits(text: string): boolean {
  return checkText(text.trim()).kind !== "tooLong";
}

function segments(text: string, granularity: "sentence" | "grapheme"): string[] {
  return [...new Intl.Segmenter(undefined, { granularity }).segment(text)].map(({ segment }) => segment);
}
