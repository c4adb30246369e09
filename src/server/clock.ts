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

/** The database's clock, cut to the millisecond, never ahead of it. */
export function databaseClock(db: Db): Clock {
  return {
    now: async () => {
      const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
      if (!row) throw new Error("The database did not tell the time.");
      return row.now;
    },
    inSql: () => Prisma.sql`date_trunc('milliseconds', clock_timestamp())`,
    sleep: (ms) => delay(ms),
  };
}
