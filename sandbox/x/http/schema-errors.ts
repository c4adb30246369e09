import type { z } from "zod";
import { isObject } from "./body";
import type { InvalidParameter } from "./problems";

/** What is wrong with a body, in X's words: fields as "$.reply.in_reply_to_tweet_id", each unknown one for itself. */
export const schemaErrors = (error: z.ZodError, value: unknown): InvalidParameter[] =>
  error.issues.flatMap((issue) => toErrors(issue, value));

function toErrors(issue: z.core.$ZodIssue, value: unknown): InvalidParameter[] {
  const path = `$${issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("")}`;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      parameters: {},
      message: `${path}.${key}: is not defined in the schema and the schema does not allow additional properties`,
    }));
  }
  const given = issue.path.reduce<unknown>(
    (held, part) => (isObject(held) ? held[String(part)] : undefined),
    value,
  );
  return [
    {
      parameters: given === undefined ? {} : { [path]: [String(given)] },
      message: `${path}: ${given === undefined ? "is missing but it is required" : messageOf(issue)}`,
    },
  ];
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_format" && "pattern" in issue) {
    return `does not match the regex pattern ${String(issue.pattern).replace(/^\/|\/$/g, "")}`;
  }
  if (issue.code === "invalid_value")
    return `does not have a value in the enumeration [${issue.values.join(", ")}]`;
  return issue.message;
}
