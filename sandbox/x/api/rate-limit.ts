import { days, msPerSecond } from "../clock";
import type { XContext } from "../context";
import { tooManyRequests } from "../http/problems";
import { Refusal } from "../http/reply";

type Window = { limit: number; remaining: number; resetSeconds: number; isExceeded: boolean };

/**
 * Counts one call of a user. Returns X's headers `x-rate-limit-limit|remaining|reset` (reset in seconds
 * since 1970), or throws its 429. A window begins with its first call.
 */
export async function countCall(
  ctx: XContext,
  call: { key: string; userId: string; limit: number },
): Promise<Record<string, string>> {
  const window = await count(ctx, `${call.key}:${call.userId}`, call.limit, ctx.limits.current.windowMs);
  const headers = rateHeaders("x-rate-limit", window);
  if (window.isExceeded) throw new Refusal(tooManyRequests(headers));
  return headers;
}

/**
 * Counts one create of the whole app. Past the cap: 429 with `x-app-limit-24hour-*` beside the user's own
 * headers, whose reset then misleads. Below it X's answers do not show the day's count.
 */
export async function countAppCreate(ctx: XContext, userHeaders: Record<string, string>): Promise<void> {
  const window = await count(ctx, "app-creates", ctx.limits.current.appCreatesPerDay, days(1));
  if (!window.isExceeded) return;
  throw new Refusal(tooManyRequests({ ...userHeaders, ...rateHeaders("x-app-limit-24hour", window) }));
}

/** `prefix` is x-rate-limit, x-user-limit-24hour or x-app-limit-24hour. */
export function rateHeaders(
  prefix: string,
  window: { limit: number; remaining: number; resetSeconds: number },
): Record<string, string> {
  return {
    [`${prefix}-limit`]: String(window.limit),
    [`${prefix}-remaining`]: String(window.remaining),
    [`${prefix}-reset`]: String(window.resetSeconds),
  };
}

async function count(ctx: XContext, key: string, limit: number, windowMs: number): Promise<Window> {
  const nowMs = ctx.clock.now();
  const { rows } = await ctx.counters.query<{ used: number; startedAt: number }>(
    `INSERT INTO rate_windows AS w (key, started_at, used) VALUES ($1, $2, 1)
     ON CONFLICT (key) DO UPDATE SET
       used = CASE WHEN w.started_at + $3::bigint <= $2 THEN 1 ELSE w.used + 1 END,
       started_at = CASE WHEN w.started_at + $3::bigint <= $2 THEN $2 ELSE w.started_at END
     RETURNING used, started_at AS "startedAt"`,
    [key, nowMs, windowMs],
  );
  const { used, startedAt } = rows[0] ?? { used: 1, startedAt: nowMs };
  return {
    limit,
    remaining: Math.max(0, limit - used),
    resetSeconds: Math.ceil((startedAt + windowMs) / msPerSecond),
    isExceeded: used > limit,
  };
}
