import { ApiError } from "./api-error";
import type { Context } from "./context";
import { addCondition, addDates, type Conditions, readFilters, refuseOthers } from "./filters";
import type { LogState, Message } from "./message";
import { labelView } from "./message-view";
import { pageRowsMax, readCount, readCursor, writeCursor } from "./paging";
import type { ResponseHeaders } from "./retry-delay";

const filterNames = ["messageId", "messageIds", "url", "host", "path", "label", "flowControlKey"].concat([
  "callerIp",
  "callerIP",
  "topicName",
  "scheduleId",
  "queueName",
]);
const otherNames = ["state", "fromDate", "toDate", "count", "cursor", "order"];
const inProgress: LogState[] = ["ACTIVE", "RETRY", "ERROR"];
const states: string[] = ["CREATED", ...inProgress, "DELIVERED", "FAILED", "CANCEL_REQUESTED", "CANCELLED"];

type Row = Pick<
  Message,
  "url" | "method" | "headers" | "body" | "maxRetries" | "retryDelay" | "timeoutMs" | "labels"
> & {
  logSeq: number;
  time: number;
  messageId: string;
  logState: LogState;
  error: string | null;
  nextDeliveryTime: number | null;
  responseStatus: number | null;
  responseHeaders: ResponseHeaders | null;
  responseBody: Buffer | null;
};

/**
 * One page of the log, newest first, as `/v2/events` and `/v2/logs` give it: the cursor is absent on the last page.
 * Faults: logs-lag, logs-expired, logs-cut.
 */
export async function listLog(context: Context, query: URLSearchParams) {
  refuseOthers(query, [...filterNames, ...otherNames]);
  const { conditions, isOldestFirst } = await readLogQuery(context, query);
  const cut = await context.faults.take("logs-cut", {});
  const count = Math.min(readCount(query), cut?.params.rows ?? pageRowsMax);
  const order = isOldestFirst ? "ASC" : "DESC";
  const { rows } = await context.db.query<Row>(
    `SELECT l.seq AS "logSeq", l.time, l."messageId", l.state AS "logState", l.error, l."nextDeliveryTime",
            l."responseStatus", l."responseHeaders", l."responseBody",
            m.url, m.method, m.headers, m.body, m."maxRetries", m."retryDelay", m."timeoutMs", m.labels
     FROM log l JOIN messages m ON m.id = l."messageId"
     WHERE ${conditions.sql.join(" AND ")}
     ORDER BY l.time ${order}, l.seq ${order} LIMIT ${count + 1}`,
    conditions.values,
  );
  const page = rows.slice(0, count);
  const last = page.at(-1);
  const hasCursor = rows.length > count && cut?.params.cursor !== false;
  return {
    entries: page.map(entryView),
    cursor: last && hasCursor ? writeCursor({ time: last.time, seq: last.logSeq }) : undefined,
  };
}

async function readLogQuery(
  { faults, clock, limits }: Context,
  query: URLSearchParams,
): Promise<{ conditions: Conditions; isOldestFirst: boolean }> {
  const conditions = readFilters(query, filterNames);
  const nowMs = clock.now();
  const lag = await faults.take("logs-lag", {});
  const expired = await faults.take("logs-expired", {});
  addCondition(conditions, "l.time <= $", nowMs - (lag?.params.ms ?? 0));
  addCondition(conditions, "l.time > $", nowMs - (expired?.params.ms ?? limits.logRetentionMs));
  const state = query.get("state");
  if (state !== null) addCondition(conditions, "l.state = ANY ($)", readStates(state));
  addDates(conditions, query, "l.time");
  const isOldestFirst = readIsOldestFirst(query.get("order"));
  const cursor = readCursor(query);
  if (cursor) {
    const operator = isOldestFirst ? ">" : "<";
    conditions.values.push(cursor.time, cursor.seq);
    const at = conditions.values.length;
    conditions.sql.push(`(l.time, l.seq) ${operator} ($${at - 1}, $${at})`);
  }
  return { conditions, isOldestFirst };
}

function readStates(text: string): string[] {
  if (text === "IN_PROGRESS") return inProgress;
  if (!states.includes(text)) throw new ApiError(400, `invalid state: ${text}`);
  return [text];
}

function readIsOldestFirst(order: string | null): boolean {
  if (order === null || order === "latestFirst") return false;
  if (order !== "earliestFirst") throw new ApiError(400, `invalid order: ${order}`);
  return true;
}

function entryView(row: Row) {
  return {
    time: row.time,
    messageId: row.messageId,
    state: row.logState,
    url: row.url,
    method: row.method,
    header: row.headers,
    body: row.body.toString("base64"),
    error: row.error ?? undefined,
    nextDeliveryTime: row.nextDeliveryTime ?? undefined,
    responseStatus: row.responseStatus ?? undefined,
    responseHeaders: row.responseHeaders ?? undefined,
    responseBody: row.responseBody?.toString("base64"),
    timeout: row.timeoutMs,
    maxRetries: row.maxRetries,
    retryDelayExpression: row.retryDelay ?? undefined,
    ...labelView(row.labels),
  };
}
