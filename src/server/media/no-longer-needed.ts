import type { Tx } from "../db";

/** Uploads that a part lets go are kept for a day from now: its owner may put them back. */
export async function noLongerNeeded(tx: Tx, mediaIds: string[], now: Date): Promise<void> {
  if (mediaIds.length === 0) return;
  // In one order, so that two edits never wait for each other.
  await tx.$executeRaw`
    UPDATE "Media" SET "neededAt" = ${now} WHERE "id" IN (
      SELECT "id" FROM "Media" WHERE "id" = ANY (${mediaIds}::uuid[]) ORDER BY "id" FOR NO KEY UPDATE)`;
}
