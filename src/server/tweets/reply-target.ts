import type { Part } from "~/generated/prisma/client";

/** X's id of the part to which the one at this position replies: the one before it; null for the first. */
export function replyTargetOf(parts: Pick<Part, "position" | "xId">[], position: number): string | null {
  return parts.findLast((part) => part.position < position)?.xId ?? null;
}
