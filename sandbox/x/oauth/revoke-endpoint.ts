import type { XContext } from "../context";
import { parseFields, textField } from "../http/body";
import { json, type Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import { hashSecret } from "../store/hash";
import { isOurClient } from "./client-auth";
import { logGrant } from "./grant-log";
import { oauthError, unauthorizedClient } from "./token-endpoint";
import { killFamily } from "./tokens";

type TokenRow = { kind: "access" | "refresh"; familyId: string; userId: string };

/**
 * POST /2/oauth2/revoke: `{revoked: true}`, for an unknown token too (RFC 7009, section 2.2). An access
 * token ends alone, a refresh token with all that grew from its grant.
 */
export async function answerRevoke(ctx: XContext, request: XRequest): Promise<Reply> {
  const fields = parseFields(request);
  if (!isOurClient(ctx, request, fields)) return unauthorizedClient();
  const token = textField(fields, "token");
  if (!token) return oauthError(400, "invalid_request", "Missing required parameter [token].");
  const { rows } = await ctx.db.query<TokenRow>(
    `UPDATE tokens t SET revoked_at = COALESCE(t.revoked_at, $2) FROM families f
     WHERE t.hash = $1 AND f.id = t.family_id
     RETURNING t.kind, t.family_id::text AS "familyId", f.user_id::text AS "userId"`,
    [hashSecret(token), ctx.clock.now()],
  );
  const row = rows[0];
  if (row) {
    await logGrant(ctx, { kind: "revoked", userId: row.userId, detail: `${row.kind} token` });
    if (row.kind === "refresh") await killFamily(ctx, ctx.db, row.familyId, "its refresh token was revoked");
  }
  return json(200, { revoked: true });
}
