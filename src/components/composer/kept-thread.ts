import type { MediaView } from "~/server/media/media-view";

/** What is kept of a part that was not scheduled yet: its words, and the files that the server has. */
export type KeptPart = { text: string; files: { media: MediaView; altText: string }[] };

const prefix = "roost.compose.";

/** New tweets, by whose they are (several may use one browser) and their id. */
export const draftPrefix = `${prefix}draft.`;

/** Changes of a tweet, by its id: forgotten with the rest. */
export const editPrefix = `${prefix}edit.`;

/** Where a person's one draft stood before each had a place of its own. */
export const olderPrefixes = [`${prefix}text.`, `${prefix}parts.`];

/** Leaves no unsent words behind for the next person at this browser. */
export function forgetKeptThreads(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    return;
  }
}

export function isEmptyPart({ text, files }: KeptPart): boolean {
  return text === "" && files.length === 0;
}

/** What another version has written may have another shape. */
export function readParts(stored: unknown): KeptPart[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((part: Partial<KeptPart> | null) =>
    typeof part?.text === "string" ? [{ text: part.text, files: (part.files ?? []).filter(isFile) }] : [],
  );
}

function isFile(file: Partial<KeptPart["files"][number]> | null): file is KeptPart["files"][number] {
  return typeof file?.media?.id === "string" && typeof file.altText === "string";
}
