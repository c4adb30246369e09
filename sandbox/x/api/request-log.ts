import { toIso } from "../clock";
import type { XContext } from "../context";
import type { Facts } from "../faults/facts";

// Enough for any test; a sandbox that has run for weeks answers with its newest.
const listedAtMost = 10_000;

export type LoggedRequest = {
  at: string;
  method: string;
  path: string;
  handle: string | null;
  text: string | null;
  status: number | null;
  faults: string[];
};

/** Every request under /2/. `status` is null where no answer was sent. Holds no token. */
export async function logRequest(
  ctx: XContext,
  entry: Omit<Facts, "owner" | "grantType"> & { status: number | null; faults: string[] },
): Promise<void> {
  await ctx.counters.query(
    "INSERT INTO requests (at, method, path, handle, text, status, faults) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [
      ctx.clock.now(),
      entry.method,
      entry.path,
      entry.handle ?? null,
      entry.text?.replaceAll("\0", "") ?? null,
      entry.status,
      entry.faults,
    ],
  );
}

/** Oldest first; the filters are exact. */
export async function listRequests(
  ctx: XContext,
  filter: { method: string | null; path: string | null; handle: string | null; text: string | null },
): Promise<LoggedRequest[]> {
  const { rows } = await ctx.db.query<Omit<LoggedRequest, "at"> & { at: number }>(
    `SELECT at, method, path, handle, text, status, faults FROM requests
     WHERE ($1::text IS NULL OR method = $1) AND ($2::text IS NULL OR path = $2)
       AND ($3::text IS NULL OR lower(handle) = lower($3)) AND ($4::text IS NULL OR text = $4)
     ORDER BY seq DESC LIMIT ${listedAtMost}`,
    [filter.method, filter.path, filter.handle, filter.text],
  );
  return rows.reverse().map((row) => ({ ...row, at: toIso(row.at) }));
}
