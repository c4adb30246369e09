import type { XContext } from "../context";
import type { XRequest } from "../http/request";
import { hashSecret } from "../store/hash";

/** Whose access token it is, and what it may do. */
export type Caller = { userId: string; handle: string; scope: string };

/** Undefined when there is no access token, or one that is unknown, expired or revoked. */
export async function findCaller(ctx: XContext, request: XRequest): Promise<Caller | undefined> {
  const token = bearerToken(request);
  if (!token) return undefined;
  const { rows } = await ctx.db.query<Caller>(
    `SELECT a.id::text AS "userId", a.handle, f.scope FROM tokens t
     JOIN families f ON f.id = t.family_id JOIN accounts a ON a.id = f.user_id
     WHERE t.hash = $1 AND t.kind = 'access' AND t.expires_at > $2
       AND t.revoked_at IS NULL AND f.killed_at IS NULL`,
    [hashSecret(token), ctx.clock.now()],
  );
  return rows[0];
}

/** The handle behind any token that was ever given out, also a dead one. */
export async function handleOfToken(ctx: XContext, token: string): Promise<string | undefined> {
  const { rows } = await ctx.db.query<{ handle: string }>(
    `SELECT a.handle FROM accounts a WHERE a.id = COALESCE(
       (SELECT f.user_id FROM tokens t JOIN families f ON f.id = t.family_id WHERE t.hash = $1),
       (SELECT user_id FROM codes WHERE hash = $1))`,
    [hashSecret(token)],
  );
  return rows[0]?.handle;
}

/** next-auth writes the scheme in lower case: it is the same in any. */
export function bearerToken(request: XRequest): string | undefined {
  return /^bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}
