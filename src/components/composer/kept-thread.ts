import type { MediaView } from "~/server/media/media-view";

/** What is kept of a part that was not scheduled yet: its words, and the files that the server has. */
export type KeptPart = { text: string; files: { media: MediaView; altText: string }[] };

const prefix = "roost.compose.";

/** Where a text stood before there were threads. */
const textPrefix = "roost.compose.text.";
const partsPrefix = "roost.compose.parts.";

/** Changes of a tweet, by its id: forgotten with the rest. */
export const editPrefix = `${prefix}edit.`;

/**
 * The parts of a composer that was closed before they were scheduled; none where the browser keeps nothing.
 * @param person who wrote them: several may use one browser.
 */
export function readKeptThread(person: string): KeptPart[] {
  try {
    const text = localStorage.getItem(textPrefix + person);
    const parts = localStorage.getItem(partsPrefix + person);
    if (parts) return readParts(JSON.parse(parts));
    return text ? [{ text, files: [] }] : [];
  } catch {
    return [];
  }
}

/** Keeps the parts on this device until they are scheduled. Does nothing where the browser keeps nothing. */
export function keepThread(person: string, parts: KeptPart[]): void {
  try {
    localStorage.removeItem(textPrefix + person);
    if (parts.every(isEmpty)) localStorage.removeItem(partsPrefix + person);
    else localStorage.setItem(partsPrefix + person, JSON.stringify(parts));
  } catch {
    return;
  }
}

/** Leaves no unsent words behind for the next person at this browser. */
export function forgetKeptThreads(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    return;
  }
}

function isEmpty({ text, files }: KeptPart): boolean {
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
