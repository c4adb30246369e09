import { ApiError } from "./api-error";

/** What QStash's API reference gives as the default and the most. */
export const pageRowsMax = 100;

/** A place in a list that is ordered by time and then by the order of writing. */
export type Cursor = { time: number; seq: number };

/** More than a page is cut to a page. Throws ApiError 400 for what is no count. */
export function readCount(query: URLSearchParams): number {
  const text = query.get("count");
  if (text === null) return pageRowsMax;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new ApiError(400, `invalid count: ${text}`);
  return Math.min(Number(text), pageRowsMax);
}

export function readCursor(query: URLSearchParams): Cursor | undefined {
  const text = query.get("cursor");
  if (!text) return undefined;
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text);
  if (!match) throw new ApiError(400, `invalid cursor: ${text}`);
  return { time: Number(match[1]), seq: Number(match[2]) };
}

export function writeCursor({ time, seq }: Cursor): string {
  return `${time}-${seq}`;
}
