import type { XContext } from "../context";
import { parseFields, textField } from "../http/body";
import { json, type Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import { isOurClient } from "./client-auth";
import { exchangeCode } from "./codes";
import { logGrant } from "./grant-log";
import { rotate } from "./refresh";
import type { IssuedTokens } from "./tokens";

/** X says invalid_request, not invalid_grant, for a refresh token that no longer works. */
export const deadRefreshToken = "Value passed for the token was invalid.";

/** `{error, error_description}`, as OAuth 2 has it. */
export const oauthError = (status: number, error: string, description: string): Reply =>
  json(status, { error, error_description: description });

export const unauthorizedClient = (): Reply =>
  oauthError(401, "unauthorized_client", "Missing valid authorization header");

/**
 * POST /2/oauth2/token: authorization_code with PKCE and refresh_token, as JSON or as a form.
 * 200 `{token_type, expires_in (s), access_token, scope, refresh_token?}`; 400 invalid_request; 401
 * unauthorized_client.
 */
export async function answerToken(ctx: XContext, request: XRequest): Promise<Reply> {
  const fields = parseFields(request);
  if (!isOurClient(ctx, request, fields)) {
    await logGrant(ctx, { kind: "client-refused", detail: "wrong or missing client id and secret" });
    return unauthorizedClient();
  }
  const grantType = textField(fields, "grant_type");
  if (grantType === undefined) return missing("grant_type");
  if (grantType === "authorization_code") return answerCode(ctx, fields);
  if (grantType === "refresh_token") return answerRefresh(ctx, fields);
  return oauthError(
    400,
    "unsupported_grant_type",
    `The X sandbox does not serve the grant type ${grantType}.`,
  );
}

async function answerCode(ctx: XContext, fields: Record<string, unknown> | undefined): Promise<Reply> {
  const code = textField(fields, "code");
  const redirectUri = textField(fields, "redirect_uri");
  const verifier = textField(fields, "code_verifier");
  if (!code) return missing("code");
  if (!redirectUri) return missing("redirect_uri");
  if (!verifier) return missing("code_verifier");
  const result = await exchangeCode(ctx, { code, redirectUri, verifier });
  return "wrong" in result ? oauthError(400, "invalid_request", result.wrong) : granted(result.tokens);
}

async function answerRefresh(ctx: XContext, fields: Record<string, unknown> | undefined): Promise<Reply> {
  const refreshToken = textField(fields, "refresh_token");
  if (!refreshToken) return missing("refresh_token");
  const tokens = await rotate(ctx, refreshToken);
  return tokens ? granted(tokens) : oauthError(400, "invalid_request", deadRefreshToken);
}

const missing = (name: string): Reply =>
  oauthError(400, "invalid_request", `Missing required parameter [${name}].`);

function granted(tokens: IssuedTokens): Reply {
  return json(
    200,
    {
      token_type: "bearer",
      expires_in: tokens.expiresInSeconds,
      access_token: tokens.accessToken,
      scope: tokens.scope,
      refresh_token: tokens.refreshToken,
    },
    { "cache-control": "no-store" },
  );
}
