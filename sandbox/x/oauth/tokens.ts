import type pg from "pg";
import { msPerSecond } from "../clock";
import type { XContext } from "../context";
import { hashSecret, newSecret } from "../store/hash";
import { logGrant } from "./grant-log";
import { hasScopes, refreshScope } from "./scopes";

/** `refreshToken` is there only with the scope offline.access. A family is all tokens that grew from one grant. */
export type IssuedTokens = {
  familyId: string;
  accessToken: string;
  refreshToken: string | undefined;
  expiresInSeconds: number;
  expiresAtMs: number;
  scope: string;
};

/** A new pair; without a family, of a new one. */
export async function issueTokens(
  ctx: XContext,
  client: pg.Pool | pg.PoolClient,
  grant: { userId: string; scope: string; familyId?: string },
): Promise<IssuedTokens> {
  const nowMs = ctx.clock.now();
  const { accessTokenLifetimeSeconds, refreshTokenLifetimeMs } = ctx.limits.current;
  const familyId = grant.familyId ?? ctx.nextId();
  if (!grant.familyId) {
    await client.query("INSERT INTO families (id, user_id, scope, created_at) VALUES ($1, $2, $3, $4)", [
      familyId,
      grant.userId,
      grant.scope,
      nowMs,
    ]);
  }
  const expiresAtMs = nowMs + accessTokenLifetimeSeconds * msPerSecond;
  const accessToken = newSecret();
  await store(client, { token: accessToken, familyId, kind: "access", expiresAtMs });
  const refreshToken = hasScopes(grant.scope, [refreshScope]) ? newSecret() : undefined;
  if (refreshToken) {
    const untilMs = nowMs + refreshTokenLifetimeMs;
    await store(client, { token: refreshToken, familyId, kind: "refresh", expiresAtMs: untilMs });
  }
  return {
    familyId,
    accessToken,
    refreshToken,
    expiresInSeconds: accessTokenLifetimeSeconds,
    expiresAtMs,
    scope: grant.scope,
  };
}

/** Ends every token of the family, access tokens too. */
export async function killFamily(
  ctx: XContext,
  client: pg.Pool | pg.PoolClient,
  familyId: string,
  why: string,
): Promise<void> {
  const { rows } = await client.query<{ userId: string }>(
    `UPDATE families SET killed_at = $2 WHERE id = $1 AND killed_at IS NULL RETURNING user_id::text AS "userId"`,
    [familyId, ctx.clock.now()],
  );
  if (rows[0]) await logGrant(ctx, { kind: "family-killed", userId: rows[0].userId, detail: why }, client);
}

async function store(
  client: pg.Pool | pg.PoolClient,
  row: { token: string; familyId: string; kind: "access" | "refresh"; expiresAtMs: number },
): Promise<void> {
  await client.query("INSERT INTO tokens (hash, family_id, kind, expires_at) VALUES ($1, $2, $3, $4)", [
    hashSecret(row.token),
    row.familyId,
    row.kind,
    row.expiresAtMs,
  ]);
}
