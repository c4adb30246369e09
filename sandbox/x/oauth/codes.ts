import { createHash } from "node:crypto";
import { inTransaction } from "../../postgres/transaction";
import type { XContext } from "../context";
import { hashSecret, newSecret } from "../store/hash";
import { logGrant } from "./grant-log";
import type { IssuedTokens } from "./tokens";
import { issueTokens, killFamily } from "./tokens";

type CodeRow = {
  userId: string;
  redirectUri: string;
  challenge: string;
  scope: string;
  expiresAt: number;
  usedAt: number | null;
  familyId: string | null;
};

/** A code for one exchange, bound to the redirect URI and the PKCE challenge. */
export async function issueCode(
  ctx: XContext,
  grant: { userId: string; redirectUri: string; challenge: string; scope: string },
): Promise<string> {
  const code = newSecret();
  await ctx.db.query(
    `INSERT INTO codes (hash, user_id, redirect_uri, challenge, scope, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      hashSecret(code),
      grant.userId,
      grant.redirectUri,
      grant.challenge,
      grant.scope,
      ctx.clock.now() + ctx.limits.current.codeLifetimeMs,
    ],
  );
  await logGrant(ctx, { kind: "authorized", userId: grant.userId });
  return code;
}

/** Tokens, or X's own sentence for why not. A code that comes a second time ends the tokens of the first. */
export async function exchangeCode(
  ctx: XContext,
  given: { code: string; redirectUri: string; verifier: string },
): Promise<{ tokens: IssuedTokens } | { wrong: string }> {
  return inTransaction(ctx.db, async (client) => {
    const { rows } = await client.query<CodeRow>(
      `SELECT user_id::text AS "userId", redirect_uri AS "redirectUri", challenge, scope,
         expires_at AS "expiresAt", used_at AS "usedAt", family_id::text AS "familyId"
       FROM codes WHERE hash = $1 FOR UPDATE`,
      [hashSecret(given.code)],
    );
    const row = rows[0];
    const refuse = async (wrong: string, detail: string) => {
      await logGrant(ctx, { kind: "code-refused", userId: row?.userId, detail }, client);
      return { wrong };
    };
    const invalid = "Value passed for the authorization code was invalid.";
    if (!row) return refuse(invalid, "unknown code");
    if (row.usedAt !== null) {
      if (row.familyId) await killFamily(ctx, client, row.familyId, "its code came a second time");
      return refuse(invalid, "used code");
    }
    if (row.expiresAt <= ctx.clock.now()) return refuse(invalid, "expired code");
    if (row.redirectUri !== given.redirectUri) {
      return refuse(
        "Value passed for the redirect uri did not match the uri of the authorization code.",
        "other redirect uri",
      );
    }
    if (row.challenge !== createHash("sha256").update(given.verifier).digest("base64url")) {
      return refuse(
        "Value passed for the code verifier did not match the code challenge.",
        "other code verifier",
      );
    }
    const tokens = await issueTokens(ctx, client, { userId: row.userId, scope: row.scope });
    await client.query("UPDATE codes SET used_at = $2, family_id = $3 WHERE hash = $1", [
      hashSecret(given.code),
      ctx.clock.now(),
      tokens.familyId,
    ]);
    await logGrant(ctx, { kind: "code-exchanged", userId: row.userId }, client);
    return { tokens };
  });
}
