import pg from "pg";
import { waitFor } from "./wait-for";

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
