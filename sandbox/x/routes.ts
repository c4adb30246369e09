import { serveAvatar } from "./accounts/avatar";
import type { XContext } from "./context";
import { expireTokens, makeAccount, revokeAccess, showAccounts } from "./control/accounts";
import {
  clearFaults,
  deleteFault,
  deleteFaultByForm,
  makeFault,
  showFaults,
  showFaultsPage,
} from "./control/faults";
import { showLedger } from "./control/ledger";
import { changeLimits, loadLimits, restoreLimits, showLimits } from "./control/limits";
import { showRequests, showTokens } from "./control/logs";
import { showMedia } from "./control/media";
import { showMediaFile } from "./control/media-file";
import { matchPath } from "./http/path";
import { notServed } from "./http/problems";
import { json, type Reply } from "./http/reply";
import type { XRequest } from "./http/request";
import { decideAuthorize, showAuthorize } from "./oauth/authorize";
import { showHome, showProfile, showStatus } from "./pages/timeline-pages";
import { createIds } from "./store/ids";
import { emptyTables } from "./store/schema";

type Handler = (ctx: XContext, request: XRequest, params: Record<string, string>) => Reply | Promise<Reply>;

/** Everything outside /2/: x.com's pages, and the sandbox's own controls under /_sandbox. */
const routes: [method: string, pattern: string, handler: Handler][] = [
  ["GET", "/", (ctx) => showHome(ctx)],
  ["GET", "/i/oauth2/authorize", showAuthorize],
  ["POST", "/i/oauth2/authorize", decideAuthorize],
  ["GET", "/profile_images/:file", (_ctx, _request, { file = "" }) => serveAvatar(file)],
  ["GET", "/_sandbox", (ctx) => showFaultsPage(ctx)],
  ["GET", "/_sandbox/tweets", showLedger],
  ["GET", "/_sandbox/media", showMedia],
  ["GET", "/_sandbox/media/:id/file", (ctx, _request, { id = "" }) => showMediaFile(ctx, id)],
  ["GET", "/_sandbox/tokens", showTokens],
  ["GET", "/_sandbox/requests", showRequests],
  ["GET", "/_sandbox/accounts", (ctx) => showAccounts(ctx)],
  ["POST", "/_sandbox/accounts", makeAccount],
  ["POST", "/_sandbox/expire", expireTokens],
  ["POST", "/_sandbox/revoke", revokeAccess],
  ["POST", "/_sandbox/reset", (ctx) => reset(ctx)],
  ["GET", "/_sandbox/limits", (ctx) => showLimits(ctx)],
  ["POST", "/_sandbox/limits", changeLimits],
  ["DELETE", "/_sandbox/limits", (ctx) => restoreLimits(ctx)],
  ["GET", "/_sandbox/faults", (ctx) => showFaults(ctx)],
  ["POST", "/_sandbox/faults", makeFault],
  ["DELETE", "/_sandbox/faults", (ctx) => clearFaults(ctx)],
  ["DELETE", "/_sandbox/faults/:id", (ctx, _request, { id = "" }) => deleteFault(ctx, id)],
  ["POST", "/_sandbox/faults/:id/remove", (ctx, _request, { id = "" }) => deleteFaultByForm(ctx, id)],
  ["GET", "/:handle", (ctx, _request, { handle = "" }) => showProfile(ctx, handle)],
  ["GET", "/:handle/status/:id", (ctx, _request, { handle = "", id = "" }) => showStatus(ctx, handle, id)],
];

export async function answerRoute(ctx: XContext, request: XRequest): Promise<Reply> {
  for (const [method, pattern, handler] of routes) {
    const params = method === request.method ? matchPath(pattern, request.path) : undefined;
    if (params) return handler(ctx, request, params);
  }
  return notServed(`${request.method} ${request.path}`);
}

/** POST /_sandbox/reset: accounts, tokens, posts, faults, limits and logs are gone. */
async function reset(ctx: XContext): Promise<Reply> {
  await emptyTables(ctx.db);
  await loadLimits(ctx);
  ctx.nextId = await createIds(ctx.db, ctx.clock);
  return json(200, { reset: true });
}
