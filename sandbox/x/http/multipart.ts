/** One part of a multipart body. `bytes` are as they were sent: never text, whatever the part's headers say. */
export type Part = { name: string; headers: Record<string, string>; bytes: Buffer };

type Delimiter = { at: number; contentFrom: number; isLast: boolean };

const lineEnd = Buffer.from("\r\n");
const blankLine = Buffer.from("\r\n\r\n");
// After a boundary: two hyphens end the body, blanks and a line end open a part, anything else is content.
const longestPaddingBytes = 64;
const afterBoundary = /^(?:(--)|[ \t]*\r\n)/;

/**
 * The parts of a multipart/form-data body, in their order, or undefined when it is none: no boundary, no closing
 * boundary (a body that was cut), a part without a name. A part needs no filename to be bytes.
 */
export function parseMultipart(contentType: string, body: Buffer): Part[] | undefined {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return undefined;
  // The first boundary has no line before it; with one put there, all of them look the same.
  const whole = Buffer.concat([lineEnd, body]);
  const mark = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  let opening = findDelimiter(whole, mark, 0);
  while (opening && !opening.isLast) {
    const closing = findDelimiter(whole, mark, opening.contentFrom - lineEnd.length);
    const part = closing && parsePart(whole.subarray(opening.contentFrom, closing.at));
    if (!part) return undefined;
    parts.push(part);
    opening = closing;
  }
  return opening ? parts : undefined;
}

// RFC 2046: at most 70 characters, perhaps in quotes.
function boundaryOf(contentType: string): string | undefined {
  const found = /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType,
  );
  return found?.[1] ?? found?.[2];
}

function findDelimiter(whole: Buffer, mark: Buffer, from: number): Delimiter | undefined {
  for (let at = whole.indexOf(mark, from); at >= 0; at = whole.indexOf(mark, at + 1)) {
    const end = at + mark.length;
    const follows = afterBoundary.exec(whole.subarray(end, end + longestPaddingBytes).toString("latin1"));
    if (follows) return { at, contentFrom: end + follows[0].length, isLast: follows[1] !== undefined };
  }
  return undefined;
}

function parsePart(content: Buffer): Part | undefined {
  const headersEnd = content.indexOf(blankLine);
  if (headersEnd < 0) return undefined;
  const headers = parseHeaders(content.subarray(0, headersEnd).toString("utf8"));
  const name = /;\s*name="([^"]*)"/i.exec(headers["content-disposition"] ?? "")?.[1];
  if (name === undefined) return undefined;
  return { name, headers, bytes: content.subarray(headersEnd + blankLine.length) };
}

function parseHeaders(text: string): Record<string, string> {
  const lines = text.split("\r\n").map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
  });
  return Object.fromEntries(lines);
}
