import { setTimeout as delay } from "node:timers/promises";
import type { XContext } from "../context";
import { applyFault } from "../faults/apply";
import { type Strike, strike } from "../faults/strike";
import type { Delivery } from "../http/deliver";
import { Refusal, type Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import { answerApi } from "./answer";
import { logRequest } from "./request-log";

/** A request under /2/, with the faults that it meets, written to the request log. */
export async function serveApi(
  ctx: XContext,
  request: XRequest,
): Promise<{ delivery: Delivery; clockSkewMs: number }> {
  const met = await strike(ctx, request);
  if (met.slowMs > 0) await delay(met.slowMs, undefined, { signal: ctx.stopping });
  const delivery = await deliveryOf(ctx, request, met);
  const status = "reply" in delivery ? delivery.reply.status : null;
  await logRequest(ctx, { ...met.facts, status, faults: met.kinds });
  return { delivery, clockSkewMs: met.clockSkewMs };
}

async function deliveryOf(ctx: XContext, request: XRequest, met: Strike): Promise<Delivery> {
  const work = () => answerOrRefusal(ctx, request, met);
  return met.answer ? applyFault(ctx, met.answer, work) : { how: "whole", reply: await work() };
}

async function answerOrRefusal(ctx: XContext, request: XRequest, met: Strike): Promise<Reply> {
  try {
    return await answerApi(ctx, request, met);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}
