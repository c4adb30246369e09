import type { PartView, TweetView } from "~/server/tweets/view";
import { type FileDraft, readyFile } from "./file-draft";

/** A part while it is written. `key` stays with it wherever it moves. */
export type PartDraft = {
  key: string;
  text: string;
  files: FileDraft[];
  /** On X already, or on its way there: it stays as it is. Null for a part that may be changed. */
  fixed: Pick<PartView, "state" | "postUrl"> | null;
};

/** A part with nothing in it. */
export function emptyPart(key: string): PartDraft {
  return { key, text: "", files: [], fixed: null };
}

/** The parts of a tweet that stands, to be changed. */
export function draftOf({ parts }: Pick<TweetView, "parts">): PartDraft[] {
  return parts.map(({ position, text, state, postUrl, media }) => ({
    key: `part ${position}`,
    text,
    files: media.map(({ altText, ...file }) => readyFile(`part ${position} ${file.id}`, file, altText)),
    fixed: state === "waiting" ? null : { state, postUrl },
  }));
}

/** With an empty part after the one of that key. */
export function addAfter(parts: PartDraft[], key: string, part: PartDraft): PartDraft[] {
  const at = indexOf(parts, key);
  return [...parts.slice(0, at + 1), part, ...parts.slice(at + 1)];
}

/** Without one part. The last one left is emptied instead, and what is fixed stays. */
export function remove(parts: PartDraft[], key: string): PartDraft[] {
  if (parts.length === 1) return parts.map((part) => (part.fixed ? part : { ...part, text: "", files: [] }));
  return parts.filter((part) => part.key !== key || part.fixed !== null);
}

/** With a part that was removed at its place again, or at the end where there are fewer now. */
export function putBack(parts: PartDraft[], at: number, part: PartDraft): PartDraft[] {
  return [...parts.slice(0, at), part, ...parts.slice(at)];
}

/** Whether nothing would be lost with it. */
export function isEmpty({ text, files }: PartDraft): boolean {
  return text === "" && files.length === 0;
}

/** Whether a part may go one place up or down: not past the ends, and not past what is fixed. */
export function canMove(parts: PartDraft[], key: string, by: 1 | -1): boolean {
  const at = indexOf(parts, key);
  const part = parts[at];
  const other = parts[at + by];
  return part !== undefined && other !== undefined && !part.fixed && !other.fixed;
}

/** With a part one place further up (-1) or down (1); the same where it may not go there. */
export function move(parts: PartDraft[], key: string, by: 1 | -1): PartDraft[] {
  const at = indexOf(parts, key);
  const [part, other] = [parts[at], parts[at + by]];
  if (!part || !other || !canMove(parts, key, by)) return parts;
  return parts.with(at, other).with(at + by, part);
}

/** With other words in one part. */
export function rewrite(parts: PartDraft[], key: string, text: string): PartDraft[] {
  return parts.map((part) => (part.key === key && !part.fixed ? { ...part, text } : part));
}

/** With one part cut into several; the first of them stays the part that it was. */
export function cut(parts: PartDraft[], key: string, texts: string[], newKey: () => string): PartDraft[] {
  return parts.flatMap((part) =>
    part.key === key
      ? texts.map((text, index) => (index === 0 ? { ...part, text } : { ...emptyPart(newKey()), text }))
      : [part],
  );
}

function indexOf(parts: PartDraft[], key: string): number {
  return parts.findIndex((part) => part.key === key);
}
