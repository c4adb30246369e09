import { setTimeout as delay } from "node:timers/promises";
import { Prisma } from "~/generated/prisma/client";
import type { Db } from "./db";

/** The one source of time. Two machines whose clocks differ agree, because both ask the database. */
export type Clock = {
  now: () => Promise<Date>;
  /** The present time as an expression, for a statement that reads it by itself: the same clock, one question less. */
  inSql: () => Prisma.Sql;
  sleep: (ms: number) => Promise<void>;
};

/**
 * The database's clock, cut to the millisecond, never ahead of it.
 * @throws Error from now() where the session's zone is not UTC.
 */
export function databaseClock(db: Db): Clock {
  return {
    now: async () => {
      const [row] = await db.$queryRaw<{ now: Date; zone: string }[]>`
        SELECT clock_timestamp() AS "now", current_setting('TimeZone') AS "zone"`;
      if (!row) throw new Error("The database did not tell the time.");
      if (!utc.has(row.zone)) throw new Error(outOfZone(row.zone));
      return row.now;
    },
    inSql: () => Prisma.sql`date_trunc('milliseconds', clock_timestamp())`,
    sleep: (ms) => delay(ms),
  };
}

/** The names of its zone: a server that was not asked for UTC may have it as another. */
const utc = new Set(["UTC", "Etc/UTC", "UCT", "Etc/UCT", "Universal", "Etc/Universal", "Zulu", "Etc/Zulu"]);

/** Times would be read wrongly by the zone's offset, and tweets go out early or late: then nothing goes out at all. */
function outOfZone(zone: string): string {
  return `The session with the database is in the zone ${zone}, and Roost asked for UTC: something between the two, a pooler perhaps, drops the connection option TimeZone. Let it pass that on, or connect without it.`;
}
