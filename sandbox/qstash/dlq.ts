import { ApiError } from "./api-error";
import type { Context } from "./context";
import { addCondition, addDates, type Conditions, readFilters, refuseOthers, valuesOf } from "./filters";
import type { Message } from "./message";
import { bodyView, messageView } from "./message-view";
import { readCount, readCursor, writeCursor } from "./paging";
import type { ResponseHeaders } from "./retry-delay";

const filterNames = [
  "messageId",
  "url",
  "label",
  "flowControlKey",
  "callerIp",
  "callerIP",
  "topicName",
].concat(["scheduleId", "queueName"]);
const otherNames = ["dlqIds", "responseStatus", "fromDate", "toDate", "count", "cursor"];

export type DlqRow = Message & {
  dlqSeq: number;
  dlqId: string;
  dlqTime: number;
  responseStatus: number | null;
  responseHeaders: ResponseHeaders | null;
  responseBody: Buffer | null;
};

export type DlqPage = { rows: DlqRow[]; cursor: string | undefined };

/** One page of the dead letters that the query picks, newest first. `dlqIds` outdoes every other filter. */
export async function pickDeadLetters(context: Context, query: URLSearchParams): Promise<DlqPage> {
  refuseOthers(query, [...filterNames, ...otherNames]);
  const ids = valuesOf(query, "dlqIds");
  const conditions = ids.length > 0 ? byIds(ids) : readDlqFilters(query);
  addCondition(conditions, "d.time > $", context.clock.now() - context.limits.dlqRetentionMs);
  const count = ids.length > 0 ? ids.length : readCount(query);
  const { rows } = await context.db.query<DlqRow>(
    `SELECT m.*, d.seq AS "dlqSeq", d.id AS "dlqId", d.time AS "dlqTime",
            d."responseStatus", d."responseHeaders", d."responseBody"
     FROM dlq d JOIN messages m ON m.id = d."messageId"
     WHERE ${conditions.sql.join(" AND ")}
     ORDER BY d.time DESC, d.seq DESC LIMIT ${count + 1}`,
    conditions.values,
  );
  const page = rows.slice(0, count);
  const last = page.at(-1);
  const cursor =
    last && rows.length > count ? writeCursor({ time: last.dlqTime, seq: last.dlqSeq }) : undefined;
  return { rows: page, cursor };
}

/** Throws ApiError 404 when it is not there (any more). */
export async function getDeadLetter(context: Context, dlqId: string): Promise<DlqRow> {
  const { rows } = await pickDeadLetters(context, new URLSearchParams({ dlqIds: dlqId }));
  if (!rows[0]) throw new ApiError(404, `dlq message ${dlqId} not found`);
  return rows[0];
}

/** @returns how many were there to be removed. */
export async function removeDeadLetters(context: Context, dlqIds: string[]): Promise<number> {
  const { rowCount } = await context.db.query("DELETE FROM dlq WHERE id = ANY ($1)", [dlqIds]);
  return rowCount ?? 0;
}

export function deadLetterView(row: DlqRow) {
  return {
    ...messageView(row),
    dlqId: row.dlqId,
    responseStatus: row.responseStatus ?? undefined,
    responseHeader: row.responseHeaders ?? undefined,
    ...(row.responseBody ? bodyView("responseBody", row.responseBody) : {}),
  };
}

function byIds(ids: string[]): Conditions {
  const conditions: Conditions = { sql: [], values: [] };
  addCondition(conditions, "d.id = ANY ($)", ids);
  return conditions;
}

function readDlqFilters(query: URLSearchParams): Conditions {
  const conditions = readFilters(query, filterNames);
  const statuses = valuesOf(query, "responseStatus");
  if (statuses.length > 0) addCondition(conditions, `d."responseStatus"::text = ANY ($)`, statuses);
  addDates(conditions, query, "d.time");
  const cursor = readCursor(query);
  if (cursor) {
    conditions.values.push(cursor.time, cursor.seq);
    const at = conditions.values.length;
    conditions.sql.push(`(d.time, d.seq) < ($${at - 1}, $${at})`);
  }
  return conditions;
}
