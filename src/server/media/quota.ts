import { policy } from "~/domain/policy";
import { AppError } from "../app-error";
import type { Tx } from "../db";

/**
 * Whether a person may upload one more file: what no tweet uses is bounded.
 * @param bytes of the new file; 0 where they are not known yet.
 * @throws AppError NOT_ALLOWED
 */
export async function requireRoom(tx: Tx, userId: string, bytes: number): Promise<void> {
  const { maxUnused, maxUnusedBytes } = policy.media;
  const unused = await tx.media.aggregate({
    where: { userId, uses: { none: {} } },
    _count: true,
    _sum: { bytes: true },
  });
  const isFull = unused._count >= maxUnused || (unused._sum.bytes ?? 0) + bytes > maxUnusedBytes;
  if (!isFull) return;
  throw new AppError(
    "NOT_ALLOWED",
    "You have uploaded as much as Roost keeps without a tweet. Schedule the tweets that it is for; what no tweet uses is removed after a day.",
  );
}
