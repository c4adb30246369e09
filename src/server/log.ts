import pino from "pino";
import { withoutCredentials } from "~/domain/quote";

export type Log = pino.Logger;

/** Never a token, never a tweet's text: the ids tell which. */
const secretFields = ["accessToken", "refreshToken", "token", "authorization", "signature", "text", "body"];

/** A logger: object first, then a stable event name (`tweet.claimed`). */
export function createLog(name: string, level: string, destination?: pino.DestinationStream): Log {
  const options = {
    name,
    level,
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: "[hidden]" },
    serializers: { error: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Prisma tells the whole query before it says what went wrong in the last line; the query holds texts. */
function lastLine(message: string): string {
  return withoutCredentials(message.trim().split("\n").at(-1) ?? "");
}

/** Some libraries pass on a plain object that an error was. */
function describeThing(thing: unknown): { type: string; message: string } {
  const { name, message } = (typeof thing === "object" && thing !== null ? thing : {}) as Record<
    string,
    unknown
  >;
  return {
    type: typeof name === "string" ? name : typeof thing,
    message: lastLine(typeof message === "string" ? message : String(thing)),
  };
}

/** An error without the request that it may carry along, where headers hold tokens. */
export function describeError(error: unknown): { type: string; message: string; code?: string } {
  if (!(error instanceof Error)) return describeThing(error);
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: lastLine(error.message),
    ...(typeof code === "string" ? { code } : {}),
  };
}
