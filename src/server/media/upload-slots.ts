import { policy } from "~/domain/policy";
import { AppError } from "../app-error";
import type { Db } from "../db";

/** By the process, which has one connection to the database, and the person. */
const slots = new WeakMap<Db, Map<string, number>>();

/**
 * Runs one upload of a person, unless too many of theirs are under way in this process.
 * @throws AppError NOT_ALLOWED
 */
export async function inUploadSlot<T>(db: Db, userId: string, upload: () => Promise<T>): Promise<T> {
  const underWay = slots.get(db) ?? new Map<string, number>();
  slots.set(db, underWay);
  const running = underWay.get(userId) ?? 0;
  if (running >= policy.media.uploadsAtOnce) {
    throw new AppError(
      "NOT_ALLOWED",
      `${running} of your uploads are under way, which is as many as go at once. Wait until one has ended, then upload this file again.`,
    );
  }
  underWay.set(userId, running + 1);
  try {
    return await upload();
  } finally {
    const left = (underWay.get(userId) ?? 1) - 1;
    if (left > 0) underWay.set(userId, left);
    else underWay.delete(userId);
  }
}
