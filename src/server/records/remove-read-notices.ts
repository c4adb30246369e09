// Notices that were read long ago. One of a hold stays while the hold does: removed, it would be told again.
import { policy } from "~/domain/policy";
import { Prisma } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { isOver, noticeTables } from "../notices/read-notices";

/** Returns how many were removed. @param batch so many at once. */
export async function removeReadNotices(c: Collaborators, now: Date, batch: number): Promise<number> {
  const before = new Date(now.getTime() - policy.notices.readKeptMs);
  const old = Prisma.sql`n."readAt" IS NOT NULL AND n."at" < ${before} AND (n."tweetId" IS NOT NULL OR ${isOver(now)})`;
  for (let removed = 0; ; ) {
    const count = await c.db.$executeRaw`
      DELETE FROM "Notification" WHERE "id" IN (SELECT n."id" ${noticeTables} WHERE ${old} LIMIT ${batch})`;
    removed += count;
    if (count < batch) return removed;
  }
}
