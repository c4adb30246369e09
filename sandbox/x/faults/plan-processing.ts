import type pg from "pg";
import { msPerSecond } from "../clock";
import type { XContext } from "../context";
import type { Processing } from "../media/media";
import type { TakeFault } from "./strike";

/** How long X works on a GIF or video and how that ends: well and soon, but for a fault. */
export async function planProcessing(
  ctx: XContext,
  takeFault: TakeFault,
  client: pg.PoolClient,
): Promise<Processing> {
  const takes = await takeFault("processing-takes", client);
  const fails = await takeFault("processing-fails", client);
  const stuck = await takeFault("processing-stuck", client);
  return {
    takesMs: takes ? takes.seconds * msPerSecond : ctx.limits.current.mediaProcessingMs,
    stuckPending: stuck !== undefined,
    error: fails ?? null,
  };
}
