import type { ByteRange } from "./store";

/**
 * The part of a file that a `Range` header asks for: null for the whole of it, where it asks for nothing or for what
 * need not be understood (several parts, other units). Source: RFC 9110, 14.2.
 */
export function readRange(header: string | null, bytes: number): ByteRange | null | "unsatisfiable" {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  const [, from = "", to = ""] = found ?? [];
  if (!found || (from === "" && to === "")) return null;
  const last = bytes - 1;
  if (from === "") {
    const count = Number(to);
    return count === 0 ? "unsatisfiable" : { start: Math.max(0, bytes - count), end: last };
  }
  const range = { start: Number(from), end: to === "" ? last : Math.min(Number(to), last) };
  if (to !== "" && Number(to) < range.start) return null;
  return range.start > last ? "unsatisfiable" : range;
}
