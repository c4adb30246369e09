import { type Account, ensureAccount, findAccount, isValidHandle, listAccounts } from "../accounts/accounts";
import { toIso } from "../clock";
import type { XContext } from "../context";
import { parseFields, textField } from "../http/body";
import { problem } from "../http/problems";
import { json, Refusal, type Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import { logGrant } from "../oauth/grant-log";
import { defaultScope, parseScope } from "../oauth/scopes";
import { issueTokens, killFamily } from "../oauth/tokens";

const listedAtMost = 1000;

/** GET /_sandbox/accounts: `{accounts: [{id, handle, name, createdAt}]}`, oldest first. */
export async function showAccounts(ctx: XContext): Promise<Reply> {
  const accounts = (await listAccounts(ctx, listedAtMost)).map(({ createdAtMs, ...account }) => ({
    ...account,
    createdAt: toIso(createdAtMs),
  }));
  return json(200, { accounts });
}

/**
 * POST /_sandbox/accounts `{handle, scope?}`: makes the account if there is none, and grants the app tokens
 * without asking. 201 `{id, handle, accessToken, refreshToken, expiresAt (ISO), scope}`.
 */
export async function makeAccount(ctx: XContext, request: XRequest): Promise<Reply> {
  const fields = parseFields(request);
  const handle = textField(fields, "handle");
  if (!handle || !isValidHandle(handle)) {
    throw badRequest("Send a handle of 1 to 15 letters, digits or underscores.");
  }
  const scope = parseScope(textField(fields, "scope") ?? defaultScope)?.join(" ");
  if (!scope) throw badRequest("The scope holds a word that is no scope of X's.");
  const account = await ensureAccount(ctx, handle);
  const tokens = await issueTokens(ctx, ctx.db, { userId: account.id, scope });
  await logGrant(ctx, { kind: "handed-out", userId: account.id });
  return json(201, {
    id: account.id,
    handle: account.handle,
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken ?? null,
    expiresAt: toIso(tokens.expiresAtMs),
    scope,
  });
}

/** POST /_sandbox/expire `{handle}`: its access tokens have expired, refresh tokens are good. `{expired: count}`. */
export async function expireTokens(ctx: XContext, request: XRequest): Promise<Reply> {
  const account = await namedAccount(ctx, request);
  const { rowCount } = await ctx.db.query(
    `UPDATE tokens t SET expires_at = $2 FROM families f
     WHERE f.id = t.family_id AND f.user_id = $1 AND t.kind = 'access' AND t.expires_at > $2`,
    [account.id, ctx.clock.now()],
  );
  await logGrant(ctx, { kind: "expired", userId: account.id });
  return json(200, { expired: rowCount ?? 0 });
}

/** POST /_sandbox/revoke `{handle}`: as when the user takes the app's access away in X's settings. `{revoked: count}`. */
export async function revokeAccess(ctx: XContext, request: XRequest): Promise<Reply> {
  const account = await namedAccount(ctx, request);
  const { rows } = await ctx.db.query<{ id: string }>(
    "SELECT id::text AS id FROM families WHERE user_id = $1 AND killed_at IS NULL",
    [account.id],
  );
  for (const { id } of rows) await killFamily(ctx, ctx.db, id, "the user took the app's access away");
  return json(200, { revoked: rows.length });
}

async function namedAccount(ctx: XContext, request: XRequest): Promise<Account> {
  const handle = textField(parseFields(request), "handle");
  if (!handle) throw badRequest("Send the handle of an account.");
  const account = await findAccount(ctx, handle);
  if (account) return account;
  throw new Refusal(
    problem(404, "Not Found", `There is no account @${handle}. Make it with POST /_sandbox/accounts.`),
  );
}

const badRequest = (detail: string): Refusal => new Refusal(problem(400, "Bad Request", detail));
