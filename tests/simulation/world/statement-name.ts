// Names a statement by what it does and to which tables, so that a reader, and whoever orders calls, knows what it is.

/** The tables behind the names by which Prisma's models know each other. */
export const relations: Record<string, readonly string[]> = {
  account: ["XAccount"],
  attempts: ["Attempt"],
  events: ["Event"],
  media: ["Media", "PartMedia"],
  messages: ["Message"],
  part: ["Part"],
  parts: ["Part"],
  tweet: ["Tweet"],
  tweets: ["Tweet"],
  user: ["User"],
};

/**
 * @param method such as `tweet.findUnique` or `$queryRaw`.
 * @param args that it is called with.
 * @returns such as `tweet.findUnique:account+parts`, with the relations that it names, or `$queryRaw:Event:Tweet`, with
 * the tables that it writes or locks and those that it only reads.
 */
export function statementName(method: string, args: readonly unknown[]): string {
  if (method.startsWith("$")) return rawName(method, args);
  const named = [...new Set(args.flatMap(relationsIn))].sort();
  return named.length > 0 ? `${method}:${named.join("+")}` : method;
}

function relationsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isRelation = key in relations && (inner === true || typeof inner === "object");
    return [...(isRelation ? [key] : []), ...relationsIn(inner)];
  });
}

function rawName(method: string, args: readonly unknown[]): string {
  const text = sqlOf(args);
  const all = tablesIn(text, /"([A-Z]\w*)"/g);
  const isLocking = /\bFOR (NO KEY UPDATE|UPDATE|SHARE|KEY SHARE)\b/.test(text);
  const written = isLocking ? all : tablesIn(text, /\b(?:INSERT INTO|UPDATE|DELETE FROM) "([A-Z]\w*)"/g);
  return `${method}:${written.join("+")}:${all.filter((table) => !written.includes(table)).join("+")}`;
}

function tablesIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap(([, table]) => table ?? []))];
}

type Sql = { strings: readonly string[]; values: readonly unknown[] };

/** The template's text, with the templates inside of it. */
function sqlOf([first, ...rest]: readonly unknown[]): string {
  if (typeof first === "string") return first;
  const { strings, values } = isSql(first) ? first : { strings: first as readonly string[], values: rest };
  return strings.map((part, at) => part + (isSql(values[at]) ? sqlOf([values[at]]) : "")).join("");
}

function isSql(value: unknown): value is Sql {
  return typeof value === "object" && value !== null && "strings" in value && "values" in value;
}
