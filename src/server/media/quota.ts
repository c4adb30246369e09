import { policy } from "~/domain/policy";
import { AppError } from "../app-error";
import type { Tx } from "../db";

/**
 * Whether a person may upload one more file: what no tweet uses is bounded, and all that they keep.
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
  if (unused._count >= maxUnused || (unused._sum.bytes ?? 0) + bytes > maxUnusedBytes) {
    throw new AppError(
      "NOT_ALLOWED",
      "You have uploaded as much as Roost keeps without a tweet. Schedule the tweets that it is for; what no tweet uses is removed after a day.",
    );
  }
  const kept = await tx.media.aggregate({ where: { userId }, _sum: { bytes: true } });
  if ((kept._sum.bytes ?? 0) + bytes > policy.media.maxKeptBytes) {
    throw new AppError(
      "NOT_ALLOWED",
      "You have uploaded as much as Roost keeps for one person. Delete tweets that you no longer need; their files are removed after 30 days.",
    );
  }
}
