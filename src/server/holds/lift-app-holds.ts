import type { AppHold } from "~/generated/prisma/client";
import type { Db } from "../db";

/** A hold on the whole app, by what tells it from the one that stands after X, or a person, has asked for it again. */
export type SeenHold = Pick<AppHold, "reason"> & Partial<AppHold>;

/** Lifts those that still stand as they were seen. Returns their reasons. */
export async function liftAppHolds(db: Db, seen: SeenHold[]): Promise<string[]> {
  const lifted: string[] = [];
  for (const where of seen) {
    const { count } = await db.appHold.deleteMany({ where });
    if (count > 0) lifted.push(where.reason);
  }
  return lifted;
}
