import { listRequests } from "../api/request-log";
import { toIso } from "../clock";
import type { XContext } from "../context";
import { json, type Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import { listGrants } from "../oauth/grant-log";

/**
 * GET /_sandbox/tokens, `?handle=`: `{counts: {kind: number}, tokens: [{at, kind, userId, handle, detail}]}`, what
 * happened to codes and tokens, oldest first. No secrets.
 */
export async function showTokens(ctx: XContext, request: XRequest): Promise<Reply> {
  const entries = await listGrants(ctx, request.query.get("handle") ?? undefined);
  const counts: Record<string, number> = {};
  for (const { kind } of entries) counts[kind] = (counts[kind] ?? 0) + 1;
  return json(200, { counts, tokens: entries.map((entry) => ({ ...entry, at: toIso(entry.at) })) });
}

/** GET /_sandbox/requests, `?method= &path= &handle= &text=` exact: `{requests: […]}`, every call under /2/. */
export async function showRequests(ctx: XContext, request: XRequest): Promise<Reply> {
  const requests = await listRequests(ctx, {
    method: request.query.get("method"),
    path: request.query.get("path"),
    handle: request.query.get("handle"),
    text: request.query.get("text"),
  });
  return json(200, { requests });
}
