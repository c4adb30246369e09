import { ApiError, notServed } from "./api-error";
import type { Context } from "./context";
import type { Conditions } from "./filters";
import {
  addCondition,
  addDates,
  messageFilters,
  pendingWhere,
  readFilters,
  refuseOthers,
  valuesOf,
} from "./filters";

/**
 * Cancels one pending message: CANCEL_REQUESTED is logged now, CANCELLED at its next delivery time. A delivery under
 * way is not stopped. Throws ApiError 404 when there is no such pending message.
 */
export async function cancelOne(context: Context, id: string): Promise<{ cancelled: number }> {
  const result = await cancelByIds(context, [id]);
  if (result.cancelled === 0) throw new ApiError(404, `message ${id} not found`);
  return result;
}

/** Cancels by `messageIds`, else by filters, else everything: a call without any parameter means all. */
export async function cancelMany(context: Context, query: URLSearchParams, body: Buffer) {
  if (body.length > 0) throw notServed("a body in this call: give the ids as messageIds parameters");
  const ids = valuesOf(query, "messageIds");
  if (ids.length > 0) return cancelByIds(context, ids);
  refuseOthers(query, [...messageFilters, "fromDate", "toDate", "count"]);
  const conditions = readFilters(query, messageFilters);
  addDates(conditions, query, `m."createdAt"`);
  return cancelWhere(context, conditions);
}

function cancelByIds(context: Context, ids: string[]): Promise<{ cancelled: number }> {
  const conditions: Conditions = { sql: [], values: [] };
  addCondition(conditions, "m.id = ANY ($)", ids);
  return cancelWhere(context, conditions);
}

async function cancelWhere(context: Context, conditions: Conditions): Promise<{ cancelled: number }> {
  const now = `$${conditions.values.length + 1}`;
  const { rows } = await context.db.query<{ id: string; dueAt: number }>(
    `WITH requested AS (
       UPDATE messages m SET state = 'CANCEL_REQUESTED', "cancelRequestedAt" = ${now},
                             "dueAt" = COALESCE("dueAt", "notBefore")
       WHERE ${pendingWhere(conditions)}
       RETURNING id, seq, "dueAt"
     ), logged AS (
       INSERT INTO log (time, "messageId", state) SELECT ${now}, id, 'CANCEL_REQUESTED' FROM requested ORDER BY seq
     )
     SELECT id, "dueAt" FROM requested`,
    [...conditions.values, context.clock.now()],
  );
  context.dispatcher.noteCancelled(rows.map((row) => row.id));
  // One that a fault had put off for ever has a time again.
  for (const { dueAt } of rows) context.dispatcher.expect(dueAt);
  return { cancelled: rows.length };
}
