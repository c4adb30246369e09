const key = "roost.compose.text";

/** The text of a composer that was closed before it was scheduled; empty where the browser keeps nothing. */
export function readKeptText(): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** Keeps the text on this device until it is scheduled. Does nothing where the browser keeps nothing. */
export function keepText(text: string): void {
  try {
    if (text === "") localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    return;
  }
}
