import { ApiError, notServed } from "./api-error";
import { isPending } from "./message";

/** SQL conditions with their values, over `messages m`. */
export type Conditions = { sql: string[]; values: unknown[] };

/** Names of the query parameters that pick messages, each with its condition; `$` stands for the text[] of values. */
const multiFilters: Record<string, string> = {
  messageId: "m.id = ANY ($)",
  messageIds: "m.id = ANY ($)",
  url: "m.url = ANY ($)",
  host: `substring(m.url from '^[a-zA-Z]+://([^/?#]*)') = ANY ($)`,
  path: `coalesce(nullif(substring(m.url from '^[a-zA-Z]+://[^/?#]*([^?#]*)'), ''), '/') = ANY ($)`,
  label: "m.labels && $",
  flowControlKey: `m."flowKey" = ANY ($)`,
  callerIp: `m."callerIp" = ANY ($)`,
  callerIP: `m."callerIp" = ANY ($)`,
  // URL groups, schedules and queues are not served, so no message has one.
  topicName: "$::text[] IS NULL",
  scheduleId: "$::text[] IS NULL",
  queueName: "$::text[] IS NULL",
};

/** Every filter that the cancel call takes. */
export const messageFilters = [
  "url",
  "host",
  "path",
  "label",
  "flowControlKey",
  "callerIp",
  "callerIP",
].concat(["topicName", "scheduleId", "queueName"]);

/**
 * The values of a parameter that was repeated, or given as a comma list (URLs may hold commas and are taken whole).
 * Throws ApiError 400 when it was given without a value: with it dropped, a call could act on everything.
 */
export function valuesOf(query: URLSearchParams, name: string): string[] {
  const given = query.getAll(name);
  const values = given.flatMap((value) => (name === "url" ? [value] : value.split(","))).filter(Boolean);
  if (given.length > 0 && values.length === 0) throw new ApiError(400, `the parameter ${name} is empty`);
  return values;
}

/** Throws ApiError 501 for a parameter that is neither in `names` nor the token. */
export function refuseOthers(query: URLSearchParams, names: string[]): void {
  for (const name of query.keys()) {
    if (name !== "qstash_token" && !names.includes(name)) throw notServed(`the parameter ${name} here`);
  }
}

/** Conditions for those of `names` that the query gives: OR inside a parameter, AND between them. */
export function readFilters(query: URLSearchParams, names: string[]): Conditions {
  const conditions: Conditions = { sql: [], values: [] };
  for (const name of names) {
    const values = valuesOf(query, name);
    const sql = multiFilters[name];
    if (sql && values.length > 0) addCondition(conditions, sql, values);
  }
  return conditions;
}

export function addCondition(conditions: Conditions, sql: string, value: unknown): void {
  conditions.values.push(value);
  conditions.sql.push(sql.replace("$", `$${conditions.values.length}`));
}

/** `fromDate` and `toDate` in Unix milliseconds, both inclusive. */
export function addDates(conditions: Conditions, query: URLSearchParams, column: string): void {
  for (const [name, operator] of [
    ["fromDate", ">="],
    ["toDate", "<="],
  ] as const) {
    const text = query.get(name);
    if (text === null) continue;
    if (!/^\d{1,15}$/.test(text)) throw new ApiError(400, `invalid ${name}: ${text}`);
    addCondition(conditions, `${column} ${operator} $`, Number(text));
  }
}

export function pendingWhere({ sql }: Conditions): string {
  return [isPending, ...sql].join(" AND ");
}
