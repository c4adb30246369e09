/** What is kept of a part that was not scheduled yet. */
export type KeptPart = { text: string };

const prefix = "roost.compose.";

/** Where a text stood before there were threads. */
const textPrefix = "roost.compose.text.";
const partsPrefix = "roost.compose.parts.";

/**
 * The parts of a composer that was closed before they were scheduled; none where the browser keeps nothing.
 * @param person who wrote them: several may use one browser.
 */
export function readKeptThread(person: string): KeptPart[] {
  try {
    const text = localStorage.getItem(textPrefix + person);
    const parts = localStorage.getItem(partsPrefix + person);
    if (parts) return readParts(JSON.parse(parts));
    return text ? [{ text }] : [];
  } catch {
    return [];
  }
}

/** Keeps the parts on this device until they are scheduled. Does nothing where the browser keeps nothing. */
export function keepThread(person: string, parts: KeptPart[]): void {
  try {
    localStorage.removeItem(textPrefix + person);
    if (parts.every(isEmpty)) localStorage.removeItem(partsPrefix + person);
    else localStorage.setItem(partsPrefix + person, JSON.stringify(parts.map(({ text }) => ({ text }))));
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

function isEmpty({ text }: KeptPart): boolean {
  return text === "";
}

/** What another version has written may have another shape. */
function readParts(stored: unknown): KeptPart[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((part: unknown) =>
    typeof part === "object" && part !== null && "text" in part && typeof part.text === "string"
      ? [{ text: part.text }]
      : [],
  );
}
