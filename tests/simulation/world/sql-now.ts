// A statement that reads the clock by itself reads it when it is carried out, and not when it was written: its process
// may have stood still in between.
import { Prisma } from "~/generated/prisma/client";

const clocks = new WeakMap<object, () => Date>();

/** The time as an expression of SQL; told by `withPresentTime`. */
export function sqlNow(now: () => Date): Prisma.Sql {
  const mark = new Date(0);
  clocks.set(mark, now);
  return Prisma.sql`${mark}::timestamptz`;
}

/** The arguments of a raw statement, as it is carried out now. */
export function withPresentTime(args: readonly unknown[]): unknown[] {
  return args.map((arg) => {
    if (!(arg instanceof Prisma.Sql)) return tell(arg);
    return arg.values.some(isMark) ? new Prisma.Sql(arg.strings, arg.values.map(tell)) : arg;
  });
}

const isMark = (value: unknown): boolean => value instanceof Date && clocks.has(value);

const tell = <T>(value: T): T | Date =>
  typeof value === "object" && value !== null ? (clocks.get(value)?.() ?? value) : value;
