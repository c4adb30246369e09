import type { IncomingHttpHeaders } from "node:http";

export type LimitReached = { limitOf: "account" | "app"; resetAtMs: number | null };

/**
 * Whose limit is used up, and until when (ms since the epoch). A day's cap counts before the 15-minute window, whose
 * reset then misleads. Source: docs.x.com, "Rate limits".
 */
export function limitOf(headers: IncomingHttpHeaders): LimitReached {
  const isUsedUp = (scope: "user" | "app") => headers[`x-${scope}-limit-24hour-remaining`] === "0";
  if (isUsedUp("app")) return { limitOf: "app", resetAtMs: secondsToMs(headers["x-app-limit-24hour-reset"]) };
  const reset = headers[isUsedUp("user") ? "x-user-limit-24hour-reset" : "x-rate-limit-reset"];
  return { limitOf: "account", resetAtMs: secondsToMs(reset) };
}

/** Whether a limit can end then is judged where it is used. */
function secondsToMs(value: string | string[] | undefined): number | null {
  const ms = Number(value) * 1000;
  return value && Number.isFinite(ms) && ms > 0 ? ms : null;
}
