// What others said, made fit to be kept and shown: short, on one line, without what looks like a secret.
import { storable } from "./text";

/** Tokens and keys as X, QStash and others write them, and whatever is so long that only a machine reads it. */
const secrets = /\b(?:bearer|basic)\s+\S+|\b(?:sig|sk|pk)_\w{6,}|\beyJ[\w.-]{12,}|[\w+/=-]{40,}/gi;

/** Name and password in an address; a password may hold a slash that nobody escaped, a port is none. */
const credentials = /(?<=:\/\/)(?:[^\s/]+|[^\s/@:]*:(?!\d+\/)[^\s@]+)(?=@)/g;

/** A text shorter than this is a word that anybody may say. */
const minHiddenCharacters = 4;

/**
 * One line of at most `maxCharacters`.
 * @param own what must not appear though it was echoed, as a whole: texts of the person who reads the line, as a post's.
 */
export function quote(words: string, maxCharacters: number, own: readonly string[] = []): string {
  let line = words.replaceAll("\0", "");
  for (const text of own) line = line.replace(wholly(text.trim()), "[your text]");
  line = withoutCredentials(line).replace(secrets, "[hidden]").replace(/\s+/g, " ").trim();
  return storable(line, maxCharacters);
}

function wholly(text: string): RegExp {
  if (text.length < minHiddenCharacters) return nothing;
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "gu");
}

const nothing = /(?!)/;

/** A line in which no address says how to get in. */
export function withoutCredentials(line: string): string {
  return line.replace(credentials, "[hidden]");
}
