import { Prisma } from "~/generated/prisma/client";
import type { Clock } from "~/server/clock";

/** A clock that runs this much ahead of another, behind it where that is negative: in answers and in statements. */
export function shiftedClock(base: Clock, aheadMs: () => number): Clock {
  return {
    ...base,
    now: async () => new Date((await base.now()).getTime() + aheadMs()),
    inSql: () => Prisma.sql`${base.inSql()} + ${aheadMs()}::double precision * interval '1 millisecond'`,
  };
}
