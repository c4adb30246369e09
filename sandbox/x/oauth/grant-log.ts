import type pg from "pg";
import type { XContext } from "../context";

/** What happened to a user's tokens. Never holds a code or a token. */
export type GrantKind =
  | "authorized"
  | "refused-by-user"
  | "code-exchanged"
  | "code-refused"
  | "refreshed"
  | "refresh-refused"
  | "family-killed"
  | "client-refused"
  | "revoked"
  | "expired"
  | "handed-out";

export type GrantEntry = {
  at: number;
  kind: GrantKind;
  userId: string | null;
  handle: string | null;
  detail: string;
};

/** `detail` is one plain clause: why. */
export async function logGrant(
  ctx: XContext,
  entry: { kind: GrantKind; userId?: string | undefined; detail?: string },
  client: pg.Pool | pg.PoolClient = ctx.db,
): Promise<void> {
  await client.query("INSERT INTO grants (at, kind, user_id, detail) VALUES ($1, $2, $3, $4)", [
    ctx.clock.now(),
    entry.kind,
    entry.userId ?? null,
    entry.detail ?? "",
  ]);
}

/** Oldest first. */
export async function listGrants(ctx: XContext, handle: string | undefined): Promise<GrantEntry[]> {
  const { rows } = await ctx.db.query<GrantEntry>(
    `SELECT g.at, g.kind, g.user_id::text AS "userId", a.handle, g.detail
     FROM grants g LEFT JOIN accounts a ON a.id = g.user_id
     WHERE $1::text IS NULL OR lower(a.handle) = lower($1) ORDER BY g.seq`,
    [handle ?? null],
  );
  return rows;
}
