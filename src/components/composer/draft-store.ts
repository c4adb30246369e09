import { draftPrefix, isEmptyPart, type KeptPart, olderPrefixes, readParts } from "./kept-thread";

/** A new tweet that is not scheduled yet, as this device keeps it. */
export type KeptDraft = {
  /** The id of the tweet that it becomes, made once: scheduling it twice creates one. */
  id: string;
  /** The tweet whose words it began with; null for a plain new one. */
  like: string | null;
  parts: KeptPart[];
  /** The account that it was sent for without an answer: the server may have it. Null while it was not. */
  sentFor: string | null;
  savedAtMs: number;
};

/** What one person has kept here, the newest first; none where the browser keeps nothing. */
export function readDrafts(person: string): KeptDraft[] {
  try {
    const prefix = `${draftPrefix}${person}.`;
    const ids = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    return ids
      .flatMap((key) => readKeptDraft(person, key.slice(prefix.length)) ?? [])
      .sort((one, other) => other.savedAtMs - one.savedAtMs);
  } catch {
    return [];
  }
}

/** One draft as it is kept now; null where there is none. */
export function readKeptDraft(person: string, id: string): KeptDraft | null {
  try {
    return readStored(id, JSON.parse(localStorage.getItem(keyOf(person, id)) ?? "null"));
  } catch {
    return null;
  }
}

/** Keeps a draft until it is scheduled; one with nothing in it is forgotten. Does nothing where the browser keeps nothing. */
export function keepDraft(person: string, { id, ...draft }: KeptDraft): void {
  try {
    if (draft.parts.every(isEmptyPart)) localStorage.removeItem(keyOf(person, id));
    else localStorage.setItem(keyOf(person, id), JSON.stringify(draft));
  } catch {
    return;
  }
}

export function forgetDraft(person: string, id: string): void {
  try {
    localStorage.removeItem(keyOf(person, id));
  } catch {
    return;
  }
}

/** Makes a draft of what an older Roost kept under one key for each person. */
export function adoptOlder(person: string, newId: () => string): void {
  try {
    for (const prefix of olderPrefixes) {
      const stored = localStorage.getItem(prefix + person);
      localStorage.removeItem(prefix + person);
      const parts = stored ? readParts(readOlder(stored)) : [];
      if (parts.length > 0)
        keepDraft(person, { id: newId(), like: null, parts, sentFor: null, savedAtMs: 0 });
    }
  } catch {
    return;
  }
}

const keyOf = (person: string, id: string) => `${draftPrefix}${person}.${id}`;

/** What another version has written may have another shape. */
function readStored(id: string, stored: Partial<KeptDraft> | null): KeptDraft | null {
  const { like, sentFor, savedAtMs } = stored ?? {};
  const parts = readParts(stored?.parts);
  if (parts.length === 0) return null;
  return {
    id,
    like: typeof like === "string" ? like : null,
    parts,
    sentFor: typeof sentFor === "string" ? sentFor : null,
    savedAtMs: typeof savedAtMs === "number" ? savedAtMs : 0,
  };
}

/** Parts, or before there were threads a bare text. */
function readOlder(stored: string): unknown {
  return stored.startsWith("[{") ? JSON.parse(stored) : [{ text: stored }];
}
