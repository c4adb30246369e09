import { z } from "zod";
import type { XContext } from "../context";
import { parseJson } from "../http/body";
import { problem } from "../http/problems";
import { json, type Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import { limitNames, type XLimits } from "../limits";

const count = z.number().int().min(0);
const changes = z.strictObject(Object.fromEntries(limitNames.map((name) => [name, count.optional()])));

/** GET /_sandbox/limits: the limits in force. */
export const showLimits = (ctx: XContext): Reply => json(200, { limits: ctx.limits.current });

/** POST /_sandbox/limits, such as `{"createsPerWindow": 3}`: changes these, and they stay over a restart. */
export async function changeLimits(ctx: XContext, request: XRequest): Promise<Reply> {
  const parsed = changes.safeParse(parseJson(request.body));
  if (!parsed.success) {
    const detail = `Send a JSON object with whole numbers, from ${limitNames.join(", ")}.`;
    return problem(400, "Bad Request", detail);
  }
  for (const [name, value] of Object.entries(parsed.data)) {
    await ctx.db.query(
      "INSERT INTO limits (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2",
      [name, value],
    );
  }
  await loadLimits(ctx);
  return showLimits(ctx);
}

/** DELETE /_sandbox/limits: back to those of the start. */
export async function restoreLimits(ctx: XContext): Promise<Reply> {
  await ctx.db.query("DELETE FROM limits");
  await loadLimits(ctx);
  return showLimits(ctx);
}

/** Puts the stored changes in force. */
export async function loadLimits(ctx: XContext): Promise<void> {
  const { rows } = await ctx.db.query<{ name: keyof XLimits; value: number }>(
    "SELECT name, value FROM limits",
  );
  ctx.limits.current = {
    ...ctx.limits.initial,
    ...Object.fromEntries(rows.map((row) => [row.name, row.value])),
  };
}
