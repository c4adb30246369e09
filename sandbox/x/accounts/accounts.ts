import type { XContext } from "../context";

export type Account = { id: string; handle: string; name: string; createdAtMs: number };

// X's own rule for a handle.
const handlePattern = /^[A-Za-z0-9_]{1,15}$/;
// First segments of the sandbox's own addresses: a profile of that name could not be reached.
const reservedHandles = new Set(["i", "_sandbox", "profile_images"]);

const columns = 'id::text AS id, handle, name, created_at AS "createdAtMs"';

export function isValidHandle(handle: string): boolean {
  return handlePattern.test(handle) && !reservedHandles.has(handle.toLowerCase());
}

/** Handles are the same whatever their case, as at X. */
export async function findAccount(ctx: XContext, handle: string): Promise<Account | undefined> {
  const { rows } = await ctx.db.query<Account>(
    `SELECT ${columns} FROM accounts WHERE lower(handle) = lower($1)`,
    [handle],
  );
  return rows[0];
}

export async function findAccountById(ctx: XContext, id: string): Promise<Account | undefined> {
  const { rows } = await ctx.db.query<Account>(`SELECT ${columns} FROM accounts WHERE id = $1`, [id]);
  return rows[0];
}

/** The account of that handle, made if there is none. The handle must be valid. */
export async function ensureAccount(ctx: XContext, handle: string): Promise<Account> {
  await ctx.db.query(
    `INSERT INTO accounts (id, handle, name, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT ((lower(handle))) DO NOTHING`,
    [ctx.nextId(), handle, nameFor(handle), ctx.clock.now()],
  );
  const account = await findAccount(ctx, handle);
  if (!account) throw new Error(`The account @${handle} was removed while it was being made.`);
  return account;
}

/** Oldest first. */
export async function listAccounts(ctx: XContext, limit: number): Promise<Account[]> {
  const { rows } = await ctx.db.query<Account>(
    `SELECT ${columns} FROM accounts ORDER BY created_at, id LIMIT $1`,
    [limit],
  );
  return rows;
}

function nameFor(handle: string): string {
  const words = handle.split("_").filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ") || handle;
}
