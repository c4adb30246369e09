import type pg from "pg";
import type { XContext } from "../context";
import type { Fault } from "./fault";
import type { NewFault } from "./parse";

const columns = "id, kind, match, params, count, hits";
const isLeft = "(count IS NULL OR hits < count)";

export async function addFault(ctx: XContext, fault: NewFault): Promise<Fault> {
  const { rows } = await ctx.db.query<Fault>(
    `INSERT INTO faults (kind, match, params, count, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`,
    [fault.kind, JSON.stringify(fault.match), JSON.stringify(fault.params), fault.count, ctx.clock.now()],
  );
  const added = rows[0];
  if (!added) throw new Error("PostgreSQL stored a fault and did not return it.");
  return added;
}

/** Used-up ones too, until they are removed: their `hits` tell that they struck. */
export async function listFaults(ctx: XContext): Promise<Fault[]> {
  const { rows } = await ctx.db.query<Fault>(`SELECT ${columns} FROM faults ORDER BY id`);
  return rows;
}

export async function listActiveFaults(ctx: XContext): Promise<Fault[]> {
  const { rows } = await ctx.db.query<Fault>(`SELECT ${columns} FROM faults WHERE ${isLeft} ORDER BY id`);
  return rows;
}

/** False when its last strike went to another request in the meantime. */
export async function consumeFault(
  ctx: XContext,
  fault: Pick<Fault, "id">,
  client: pg.Pool | pg.PoolClient = ctx.db,
): Promise<boolean> {
  const { rowCount } = await client.query(`UPDATE faults SET hits = hits + 1 WHERE id = $1 AND ${isLeft}`, [
    fault.id,
  ]);
  return rowCount === 1;
}

/** All of them, or one; how many went. */
export async function removeFaults(ctx: XContext, id?: number): Promise<number> {
  const { rowCount } = await ctx.db.query("DELETE FROM faults WHERE $1::bigint IS NULL OR id = $1", [
    id ?? null,
  ]);
  return rowCount ?? 0;
}
