// Every text of a life is made here and carries a tag, so that a post tells which part of which tweet it is.

/** In each text, so that one that reached a log is recognised. */
export const textWord = "nightingale";

export type Tag = { tweet: number; draft: number; position: number };

export function makeText({ tweet, draft, position }: Tag, tail: string): string {
  return `#${tweet}.${draft}.${position} ${textWord} ${tail}`.trim();
}

/** The tag of a text; null where it carries none. */
export function readTag(text: string): Tag | null {
  const match = /^#(\d+)\.(\d+)\.(\d+)\b/.exec(text);
  return match ? { tweet: Number(match[1]), draft: Number(match[2]), position: Number(match[3]) } : null;
}
