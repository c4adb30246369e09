// What the body of an error of X's says, whatever shape it has: a problem of v2 with or without `errors`, v1's list of
// codes, the token endpoint's `error`, a page of HTML, half of any of these, or nothing.
import { quote } from "~/domain/quote";

const maxCharacters = 500;
const maxPageCharacters = 200;

/** X's own words; empty where it said nothing. @param body as text, or as the library has parsed it */
export function wordsIn(body: unknown): string {
  const value = valueIn(body);
  if (typeof value === "string") return quote(textOfPage(value), maxPageCharacters);
  const problem = recordOf(value);
  const said = [problem.detail, problem.error_description, problem.title, problem.error].find(isText) ?? "";
  const messages = errorsIn(problem).flatMap(({ message, detail }) => [message, detail].find(isText) ?? []);
  const words = [said, ...messages].filter((text, place, all) => text && all.indexOf(text) === place);
  return quote(words.join(" "), maxCharacters);
}

/** What X calls the problem: the last segment of its `type`, the `error` of the token endpoint, or v1's code. */
export function problemIn(body: unknown): string {
  const problem = recordOf(valueIn(body));
  if (isText(problem.type)) return problem.type.split(/[/#]/).pop() ?? "";
  if (isText(problem.error)) return problem.error;
  const code = errorsIn(problem)[0]?.code;
  return typeof code === "number" ? String(code) : "";
}

/** Whether a body says anything as X does, and is no page of whatever stands before it. */
export function isProblem(body: unknown): boolean {
  return Object.keys(recordOf(valueIn(body))).length > 0;
}

function valueIn(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function errorsIn({ errors }: Record<string, unknown>): Record<string, unknown>[] {
  return Array.isArray(errors) ? errors.map(recordOf) : [];
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** What a page shows, or the beginning of a body that is neither a page nor JSON. */
function textOfPage(body: string): string {
  return body.replace(/<(script|style)\b.*?<\/\1>/gis, " ").replace(/<[^>]*>/g, " ");
}
