import type { XContext } from "../context";
import type { XRequest } from "../http/request";
import { hashSecret } from "../store/hash";

/** Whose access token it is, and what it may do. */
export type Caller = { userId: string; handle: string; scope: string };

/** A caller whose token may be dead: expired or revoked. */
export type TokenOwner = Caller & { isAlive: boolean };

/** The owner of the request's access token; undefined when it has none, or one that was never given out. */
export async function findTokenOwner(ctx: XContext, request: XRequest): Promise<TokenOwner | undefined> {
  const token = bearerToken(request);
  if (!token) return undefined;
  const { rows } = await ctx.db.query<TokenOwner>({
    name: "token-owner",
    text: `SELECT a.id::text AS "userId", a.handle, f.scope,
             (t.expires_at > $2 AND t.revoked_at IS NULL AND f.killed_at IS NULL) AS "isAlive"
           FROM tokens t JOIN families f ON f.id = t.family_id JOIN accounts a ON a.id = f.user_id
           WHERE t.hash = $1 AND t.kind = 'access'`,
    values: [hashSecret(token), ctx.clock.now()],
  });
  return rows[0];
}

/** The handle behind a refresh token or a code that was ever given out, also a dead one. */
export async function handleOfGrant(ctx: XContext, secret: string): Promise<string | undefined> {
  const { rows } = await ctx.db.query<{ handle: string }>(
    `SELECT a.handle FROM accounts a WHERE a.id = COALESCE(
       (SELECT f.user_id FROM tokens t JOIN families f ON f.id = t.family_id WHERE t.hash = $1),
       (SELECT user_id FROM codes WHERE hash = $1))`,
    [hashSecret(secret)],
  );
  return rows[0]?.handle;
}

// next-auth writes the scheme in lower case: it is the same in any.
function bearerToken(request: XRequest): string | undefined {
  return /^bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}
