import type { Tx } from "../db";

const nameOf = (sha256: string) => `media ${sha256}`;

/** Until the transaction's end nobody else writes the first row of this file or removes it for want of one. */
export async function lockFile(tx: Tx, sha256: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${nameOf(sha256)}, 0))::text`;
}

/** The same without waiting. Returns false where somebody else has it. */
export async function tryLockFile(tx: Tx, sha256: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isLocked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${nameOf(sha256)}, 0)) AS "isLocked"`;
  return row?.isLocked ?? false;
}
