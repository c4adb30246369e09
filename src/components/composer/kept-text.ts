const prefix = "roost.compose.text.";

/**
 * The text of a composer that was closed before it was scheduled; empty where the browser keeps nothing.
 * @param person who wrote it: several may use one browser.
 */
export function readKeptText(person: string): string {
  try {
    return localStorage.getItem(prefix + person) ?? "";
  } catch {
    return "";
  }
}

/** Keeps the text on this device until it is scheduled. Does nothing where the browser keeps nothing. */
export function keepText(person: string, text: string): void {
  try {
    if (text === "") localStorage.removeItem(prefix + person);
    else localStorage.setItem(prefix + person, text);
  } catch {
    return;
  }
}

/** Leaves no unsent words behind for the next person at this browser. */
export function forgetKeptTexts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    return;
  }
}
