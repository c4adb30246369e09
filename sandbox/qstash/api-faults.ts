import type { Context } from "./context";
import type { FaultOf } from "./fault-kinds";
import type { Incoming } from "./incoming";
import { json, type Reply } from "./reply";

/** What the far end of a call sees: an answer, a cut connection, or nothing at all. */
export type Answer = Reply | "cut" | "hang";

const msPerSecond = 1000;
const tooMany = 429;
/** What the live service's local twin allows each second. */
const burstLimit = "100";

/** Serves a call of the API under the faults that the menu asks for: api-status, api-hang, api-cut, api-slow. */
export async function withApiFaults(
  context: Context,
  request: Incoming,
  serve: () => Promise<Reply>,
): Promise<Answer> {
  const { faults, clock } = context;
  const label = request.headers["upstash-label"];
  const subject = {
    method: request.method,
    path: request.path,
    labels: typeof label === "string" ? label.split(",").map((part) => part.trim()) : [],
    body: request.body,
  };
  const slow = await faults.take("api-slow", subject);
  if (slow) await new Promise<void>((resolve) => clock.setTimer(clock.now() + slow.params.ms, resolve));
  const fault =
    (await faults.take("api-status", subject)) ??
    (await faults.take("api-hang", subject)) ??
    (await faults.take("api-cut", subject));
  if (!fault) return serve();
  if (fault.params.when === "after") await serve();
  if (fault.kind === "api-hang") return "hang";
  return fault.kind === "api-cut" ? "cut" : statusReply(fault, clock.now());
}

function statusReply({ params }: FaultOf<"api-status">, nowMs: number): Reply {
  const headers: Record<string, string> = {};
  if (params.status === tooMany) {
    headers["Burst-RateLimit-Limit"] = burstLimit;
    headers["Burst-RateLimit-Remaining"] = "0";
    headers["Burst-RateLimit-Reset"] = String(Math.floor(nowMs / msPerSecond) + 1);
  }
  const reply = json(params.status, { error: `status ${params.status}, by a fault of the menu` });
  return {
    ...reply,
    headers: { ...reply.headers, ...headers, ...params.headers },
    body: params.body ?? reply.body,
  };
}
