import type { XContext } from "../context";
import type { Strike } from "../faults/strike";
import { matchPath } from "../http/path";
import { forbidden, notPermitted, notServed, unauthorized } from "../http/problems";
import { Refusal, type Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import { answerRevoke } from "../oauth/revoke-endpoint";
import { hasScopes } from "../oauth/scopes";
import { answerToken } from "../oauth/token-endpoint";
import type { ApiRoute } from "./call";
import { countCall } from "./rate-limit";
import { apiRoutes } from "./routes";

/** Whatever lies under /2/, as api.x.com answers it; 501 for what the sandbox does not serve. */
export async function answerApi(ctx: XContext, request: XRequest, met: Strike): Promise<Reply> {
  const { method, path } = request;
  if (method === "POST" && path === "/2/oauth2/token") return answerToken(ctx, request);
  if (method === "POST" && path === "/2/oauth2/revoke") return answerRevoke(ctx, request);
  for (const route of apiRoutes) {
    const params = route.method === method ? matchPath(route.pattern, path) : undefined;
    if (params) return answerRoute(ctx, request, { route, params, met });
  }
  return notServed(`${method} ${path}`);
}

async function answerRoute(
  ctx: XContext,
  request: XRequest,
  { route, params, met }: { route: ApiRoute; params: Record<string, string>; met: Strike },
): Promise<Reply> {
  const { owner } = met.facts;
  if (!owner?.isAlive) return unauthorized();
  const limit = ctx.limits.current[route.limit];
  const rateHeaders = await countCall(ctx, { key: route.limit, userId: owner.userId, limit });
  const { lagMs, hides, takeFault } = met;
  const call = { ctx, request, params, caller: owner, lagMs, hides, takeFault, rateHeaders };
  const reply = hasScopes(owner.scope, route.scopes)
    ? await refusalAsReply(() => route.answer(call))
    : missingScope(route);
  return { ...reply, headers: { ...rateHeaders, ...reply.headers } };
}

/** Media without its scope says only "Forbidden" (plhery/node-twitter-api-v2#588). */
const missingScope = (route: ApiRoute): Reply =>
  route.scopes.includes("media.write") ? forbidden("Forbidden") : notPermitted();

/** So that refusals carry the rate-limit headers too. */
async function refusalAsReply(work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}
