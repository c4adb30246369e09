import { inTransaction } from "../../postgres/transaction";
import type { XContext } from "../context";
import { hashSecret } from "../store/hash";
import { logGrant } from "./grant-log";
import { type IssuedTokens, issueTokens, killFamily } from "./tokens";

type RefreshRow = {
  familyId: string;
  userId: string;
  scope: string;
  expiresAt: number;
  usedAt: number | null;
  isDead: boolean;
};

/**
 * A refresh token works once and gives a new pair; undefined when it does not work. One that comes again
 * after use ends its whole family, the new pair too: whoever holds it may be a thief.
 */
export async function rotate(ctx: XContext, refreshToken: string): Promise<IssuedTokens | undefined> {
  return inTransaction(ctx.db, async (client) => {
    const hash = hashSecret(refreshToken);
    const { rows } = await client.query<RefreshRow>(
      `SELECT t.family_id::text AS "familyId", f.user_id::text AS "userId", f.scope, t.expires_at AS "expiresAt",
         t.used_at AS "usedAt", (t.revoked_at IS NOT NULL OR f.killed_at IS NOT NULL) AS "isDead"
       FROM tokens t JOIN families f ON f.id = t.family_id
       WHERE t.hash = $1 AND t.kind = 'refresh' FOR UPDATE`,
      [hash],
    );
    const row = rows[0];
    const refuse = async (detail: string) => {
      await logGrant(ctx, { kind: "refresh-refused", userId: row?.userId, detail }, client);
      return undefined;
    };
    if (!row) return refuse("unknown token");
    if (row.usedAt !== null) {
      await killFamily(ctx, client, row.familyId, "a used refresh token came again");
      return refuse("used token");
    }
    if (row.isDead) return refuse("revoked token");
    if (row.expiresAt <= ctx.clock.now()) return refuse("expired token");
    await client.query("UPDATE tokens SET used_at = $2 WHERE hash = $1", [hash, ctx.clock.now()]);
    await logGrant(ctx, { kind: "refreshed", userId: row.userId }, client);
    return issueTokens(ctx, client, row);
  });
}
