import type pg from "pg";
import type { Clock } from "../clock";

// X's snowflake: milliseconds since its own epoch, above 22 bits of machine and sequence.
const snowflakeEpochMs = 1_288_834_974_657;
const sequenceBits = 22n;

/**
 * Ids as X makes them: decimal strings that hold the time and always rise, also over a restart and a clock
 * that was set back.
 */
export async function createIds(db: pg.Pool, clock: Clock): Promise<() => string> {
  const { rows } = await db.query<{ highest: string }>(
    `SELECT GREATEST(0, (SELECT max(id) FROM tweets), (SELECT max(id) FROM accounts),
       (SELECT max(id) FROM families), (SELECT max(id) FROM media))::text AS highest`,
  );
  let last = BigInt(rows[0]?.highest ?? 0);
  return () => {
    const fromClock = BigInt(Math.max(0, Math.trunc(clock.now()) - snowflakeEpochMs)) << sequenceBits;
    last = fromClock > last ? fromClock : last + 1n;
    return String(last);
  };
}
