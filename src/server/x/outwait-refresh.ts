import type { Tx } from "../db";

/** Longer than a refresh, which holds its account's row while X is asked. */
const lockWaitMs = 12_000;

/** From here on this transaction waits for a lock for longer than a refresh can hold one. */
export async function outwaitRefresh(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT set_config('lock_timeout', ${String(lockWaitMs)}, true)`;
}
