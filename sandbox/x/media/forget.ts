import type { XContext } from "../context";
import { mayExist } from "../tweets/tweet";

/** From now on these have expired, whatever they were promised. */
export async function forgetMedia(ctx: XContext, ids: string[]): Promise<void> {
  await ctx.db.query("UPDATE media SET expires_at = LEAST(expires_at, $2) WHERE id = ANY ($1::bigint[])", [
    ids.filter(mayExist),
    ctx.clock.now(),
  ]);
}
