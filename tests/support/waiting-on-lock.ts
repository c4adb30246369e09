import pg from "pg";
import type { Db } from "~/server/db";
import { waitFor } from "./wait-for";

/** Until some statement waits for a lock. */
export async function untilOneWaits(db: Db): Promise<void> {
  await waitFor(async () => {
    const waiting = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return waiting.length > 0;
  });
}

/**
 * Holds the rows that `lock` selects FOR UPDATE while `start` begins its calls, lets go once all of `count`
 * statements wait for a lock, and returns what the calls came to. So they are in flight at the same time.
 */
export async function waitingOnLock<T>(
  databaseUrl: string,
  lock: string,
  count: number,
  start: () => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query(lock);
  const started = start();
  try {
    await waitFor(async () => {
      const { rowCount } = await pool.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return rowCount === count;
    });
  } finally {
    await holder.query("COMMIT");
    holder.release();
    await pool.end();
  }
  return started;
}
