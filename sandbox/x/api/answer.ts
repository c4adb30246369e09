import type { XContext } from "../context";
import { matchPath } from "../http/path";
import { notPermitted, notServed, unauthorized } from "../http/problems";
import { Refusal, type Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import type { TokenOwner } from "../oauth/bearer";
import { answerRevoke } from "../oauth/revoke-endpoint";
import { hasScopes } from "../oauth/scopes";
import { answerToken } from "../oauth/token-endpoint";
import type { ApiRoute } from "./call";
import { answerMe } from "./me";
import { countCall } from "./rate-limit";
import { answerCreate, answerDelete, answerLookup, answerTimeline } from "./tweets";

const writeScopes = ["tweet.read", "tweet.write", "users.read"];
const readScopes = ["tweet.read", "users.read"];

const routes: ApiRoute[] = [
  { method: "GET", pattern: "/2/users/me", scopes: readScopes, limit: "meReadsPerWindow", answer: answerMe },
  {
    method: "POST",
    pattern: "/2/tweets",
    scopes: writeScopes,
    limit: "createsPerWindow",
    answer: answerCreate,
  },
  {
    method: "DELETE",
    pattern: "/2/tweets/:id",
    scopes: writeScopes,
    limit: "deletesPerWindow",
    answer: answerDelete,
  },
  {
    method: "GET",
    pattern: "/2/tweets/:id",
    scopes: readScopes,
    limit: "tweetReadsPerWindow",
    answer: answerLookup,
  },
  {
    method: "GET",
    pattern: "/2/users/:id/tweets",
    scopes: readScopes,
    limit: "timelineReadsPerWindow",
    answer: answerTimeline,
  },
];

type Circumstances = { owner: TokenOwner | undefined; lagMs: number };

/** Whatever lies under /2/, as api.x.com answers it; 501 for what the sandbox does not serve. */
export async function answerApi(
  ctx: XContext,
  request: XRequest,
  circumstances: Circumstances,
): Promise<Reply> {
  const { method, path } = request;
  if (method === "POST" && path === "/2/oauth2/token") return answerToken(ctx, request);
  if (method === "POST" && path === "/2/oauth2/revoke") return answerRevoke(ctx, request);
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.pattern, path) : undefined;
    if (params) return answerRoute(ctx, request, { route, params, ...circumstances });
  }
  return notServed(`${method} ${path}`);
}

async function answerRoute(
  ctx: XContext,
  request: XRequest,
  { route, params, owner, lagMs }: { route: ApiRoute; params: Record<string, string> } & Circumstances,
): Promise<Reply> {
  if (!owner?.isAlive) return unauthorized();
  const limit = ctx.limits.current[route.limit];
  const rateHeaders = await countCall(ctx, { key: route.limit, userId: owner.userId, limit });
  const reply = hasScopes(owner.scope, route.scopes)
    ? await refusalAsReply(() => route.answer({ ctx, request, params, caller: owner, lagMs, rateHeaders }))
    : notPermitted();
  return { ...reply, headers: { ...rateHeaders, ...reply.headers } };
}

/** So that refusals carry the rate-limit headers too. */
async function refusalAsReply(work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}
