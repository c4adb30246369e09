import type { IncomingMessage, ServerResponse } from "node:http";
import { serveApi } from "./api/serve";
import type { XContext } from "./context";
import { type Delivery, deliver } from "./http/deliver";
import { refuseForeignHost, refuseForeignSite } from "./http/guards";
import { problem } from "./http/problems";
import { Refusal, type Reply } from "./http/reply";
import { readRequest } from "./http/request";
import { answerRoute } from "./routes";

type Outcome = { delivery: Delivery; clockSkewMs: number };

/** One request from its first byte to the last of its answer. Never throws. */
export async function handle(
  ctx: XContext,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const outcome = await answer(ctx, incoming).catch((error: unknown) => whole(explain(ctx, error)));
  deliver(response, outcome.delivery, { clock: ctx.clock, clockSkewMs: outcome.clockSkewMs });
}

async function answer(ctx: XContext, incoming: IncomingMessage): Promise<Outcome> {
  const request = await readRequest(incoming);
  const foreign = refuseForeignHost(request);
  if (foreign) return whole(foreign);
  if (request.path.startsWith("/2/")) return serveApi(ctx, request);
  return whole(refuseForeignSite(request) ?? (await answerRoute(ctx, request)));
}

const whole = (reply: Reply): Outcome => ({ delivery: { how: "whole", reply }, clockSkewMs: 0 });

function explain(ctx: XContext, error: unknown): Reply {
  if (error instanceof Refusal) return error.reply;
  if (!ctx.stopping.aborted) console.error("x sandbox: a request failed", error);
  return problem(
    503,
    "Service Unavailable",
    "The X sandbox could not do this: most likely its database does not answer. Look at the sandbox's output, and try again.",
  );
}
