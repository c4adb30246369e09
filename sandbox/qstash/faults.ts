import { randomUUID } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import { ApiError } from "./api-error";
import { type Fault, type FaultKind, type FaultOf, faultSchema } from "./fault-kinds";

/** What a fault's `match` is held against. */
export type FaultSubject = { method?: string; path?: string; labels?: string[]; body?: Buffer };

export type Faults = ReturnType<typeof createFaults>;

/** The faults in force: kept in memory for speed, in the database for a restart. */
export function createFaults(db: pg.Pool) {
  let faults: Fault[] = [];

  return {
    async load(): Promise<void> {
      const { rows } = await db.query<{ fault: Fault }>("SELECT fault FROM faults ORDER BY seq");
      faults = rows.map((row) => row.fault);
    },

    list: (): Fault[] => faults,

    /** Throws ApiError 400 with what is wrong with `input`. */
    async add(input: unknown): Promise<Fault> {
      const parsed = faultSchema.safeParse(input);
      if (!parsed.success) {
        throw new ApiError(400, `This is no fault of the menu: ${z.prettifyError(parsed.error)}`);
      }
      const fault: Fault = { ...parsed.data, id: randomUUID() };
      faults = [...faults, fault];
      await db.query("INSERT INTO faults (id, fault) VALUES ($1, $2)", [fault.id, JSON.stringify(fault)]);
      return fault;
    },

    /** @returns how many were removed: those with this id, or all. */
    async remove(id?: string): Promise<number> {
      const before = faults.length;
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id);
      await db.query("DELETE FROM faults WHERE $1::text IS NULL OR id = $1", [id]);
      return before - faults.length;
    },

    /** The oldest fault of this kind that fits, counted down as it happens; undefined when there is none. */
    async take<Kind extends FaultKind>(
      kind: Kind,
      subject: FaultSubject,
    ): Promise<FaultOf<Kind> | undefined> {
      const found = faults.find(
        (fault): fault is FaultOf<Kind> => fault.kind === kind && matches(fault.match, subject),
      );
      if (found?.count === undefined) return found;
      const count = found.count - 1;
      faults = faults.flatMap((fault) =>
        fault.id !== found.id ? [fault] : count > 0 ? [{ ...fault, count }] : [],
      );
      await saveCount(db, found.id, count);
      return found;
    },
  };
}

/** Two that count down at once may be written in either order; the lower count stays. */
async function saveCount(db: pg.Pool, id: string, count: number): Promise<void> {
  if (count === 0) await db.query("DELETE FROM faults WHERE id = $1", [id]);
  else {
    await db.query(
      `UPDATE faults SET fault = jsonb_set(fault, '{count}', to_jsonb($2::int))
       WHERE id = $1 AND (fault->>'count')::int > $2`,
      [id, count],
    );
  }
}

function matches(match: Fault["match"], subject: FaultSubject): boolean {
  if (match.method && match.method.toUpperCase() !== subject.method) return false;
  if (match.path && !subject.path?.startsWith(match.path)) return false;
  if (match.label && !subject.labels?.includes(match.label)) return false;
  return !match.body || (subject.body?.includes(match.body) ?? false);
}
