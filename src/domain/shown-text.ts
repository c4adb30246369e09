// Whether a text that X shows is the one that was sent. Never by guess: only a link that X tells nothing about may be
// any link.
import twitterText from "twitter-text";

/** A link as X shows it, and the address that it stands for. */
export type ShownUrl = {
  url: string;
  expandedUrl: string;
  /** The link to the post's own media, which X puts at the end of the text. */
  isMedia: boolean;
};

type Token = { words: string } | { link: string; expandedUrl: string | null };

/**
 * Whether X would show `sent` as `shown`: composed (NFC), without white space at its ends, `&`, `<` and `>` escaped,
 * every address a t.co link.
 * Source: docs.x.com/x-api/fundamentals/data-dictionary and developer.x.com/en/docs/counting-characters, 2026-08.
 */
export function isShownAs(sent: string, shown: string, urls: readonly ShownUrl[]): boolean {
  const text = withoutMediaLinks(shown.trim(), urls);
  return follows(normalized(sent), 0, unescaped(tokensOf(text, urls)));
}

function normalized(text: string): string {
  return text.replaceAll("\r\n", "\n").normalize("NFC").trim();
}

function withoutMediaLinks(text: string, urls: readonly ShownUrl[]): string {
  const last = urls.find(({ url, isMedia }) => isMedia && url !== "" && text.endsWith(url));
  return last ? withoutMediaLinks(text.slice(0, -last.url.length).trimEnd(), urls) : text;
}

function tokensOf(text: string, urls: readonly ShownUrl[]): Token[] {
  const tokens: Token[] = [];
  let words = "";
  for (let at = 0; at < text.length; ) {
    const link = linkAt(text, at, urls);
    if (link) {
      tokens.push({ words }, link);
      words = "";
    } else {
      words += text[at];
    }
    at += link ? link.link.length : 1;
  }
  return [...tokens, { words }];
}

function linkAt(text: string, at: number, urls: readonly ShownUrl[]): Link | null {
  const known = urls.find(({ url }) => url !== "" && text.startsWith(url, at));
  if (known) return { link: known.url, expandedUrl: known.expandedUrl };
  const shortLink = /https?:\/\/t\.co\/[A-Za-z0-9]+/y;
  shortLink.lastIndex = at;
  const found = shortLink.exec(text);
  return found ? { link: found[0], expandedUrl: null } : null;
}

/** X escapes all three signs or none; a bare one tells that this text is not escaped. */
function unescaped(tokens: Token[]): Token[] {
  const isBare = tokens.some((token) => "words" in token && /&(?!amp;|lt;|gt;)|[<>]/.test(token.words));
  return tokens.map((token) =>
    "words" in token ? { words: normalizedWords(isBare ? token.words : withSigns(token.words)) } : token,
  );
}

function normalizedWords(words: string): string {
  return words.replaceAll("\r\n", "\n").normalize("NFC");
}

const signs: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

function withSigns(words: string): string {
  return words.replace(/&(?:amp|lt|gt);/g, (name) => signs[name] ?? name);
}

function follows(sent: string, at: number, [token, ...rest]: Token[]): boolean {
  if (!token) return at === sent.length;
  const goesOn = (length: number) => follows(sent, at + length, rest);
  if ("words" in token) return sent.startsWith(token.words, at) && goesOn(token.words.length);
  return spelledLengths(sent, at, token).some(goesOn) || addressLengths(sent, at, token, rest).some(goesOn);
}

type Link = Extract<Token, { link: string }>;

/** How much of the sent text, from `at`, the link stands for where X kept its spelling. */
function spelledLengths(sent: string, at: number, { link, expandedUrl }: Link): number[] {
  const spellings = [link, ...(expandedUrl ? [expandedUrl, expandedUrl.replace(/^http:\/\//, "")] : [])];
  return spellings.filter((spelling) => sent.startsWith(spelling, at)).map(({ length }) => length);
}

function addressLengths(sent: string, at: number, { expandedUrl }: Link, rest: Token[]): number[] {
  if (expandedUrl === null) return anyAddressLength(sent, at);
  const address = parsed(expandedUrl);
  if (address === null) return [];
  const longest = /^\S*/.exec(sent.slice(at))?.[0].length ?? 0;
  const lengths = Array.from({ length: longest }, (_, index) => longest - index);
  // Reading an address costs far more than comparing the words behind it.
  return lengths
    .filter((length) => isBefore(sent, at + length, rest))
    .filter((length) => addressOf(sent.slice(at, at + length)) === address);
}

/** Whether the words that follow a link stand at `at`, and the text ends with them where nothing else follows. */
function isBefore(sent: string, at: number, [next, ...rest]: Token[]): boolean {
  if (!next || !("words" in next)) return true;
  return sent.startsWith(next.words, at) && (rest.length > 0 || at + next.words.length === sent.length);
}

function anyAddressLength(sent: string, at: number): number[] {
  return twitterText
    .extractUrlsWithIndices(sent)
    .filter(({ indices }) => indices[0] === at)
    .map(({ url }) => url.length);
}

/** X puts http:// before what was typed without a scheme, and may write a host and a path in its own way. */
function addressOf(typed: string): string | null {
  return parsed(/^https?:\/\//i.test(typed) ? typed : `http://${typed}`);
}

/** Not by URL.canParse: Node 20's answers wrongly for letters beyond ASCII once it has been optimised. */
function parsed(url: string): string | null {
  try {
    return new URL(url).href;
  } catch {
    return null;
  }
}
