// The statements of a delivery are long, and always the same: PostgreSQL plans one that has a name once in a
// connection, and not at every call.
import { createHash } from "node:crypto";
import { Prisma } from "~/generated/prisma/client";

const mark = "/* kept */";
const nameCharacters = 16;

/** Begins a statement that is worth a name. Only for texts that do not vary: each one stays in every connection. */
export const kept = Prisma.raw(mark);

const names = new Map<string, string>();

/** The name under which the database keeps this statement; empty for one that it does not keep. */
export function nameOfStatement({ sql }: { sql: string }): string {
  if (!sql.startsWith(mark)) return "";
  const known = names.get(sql);
  if (known) return known;
  const name = `kept_${createHash("sha256").update(sql).digest("hex").slice(0, nameCharacters)}`;
  names.set(sql, name);
  return name;
}
