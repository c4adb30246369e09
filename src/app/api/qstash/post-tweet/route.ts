// Where QStash delivers.
import { after } from "next/server";
import { policy } from "~/domain/policy";
import { handleDelivery } from "./handle-delivery";

/**
 * A host that freezes a process between requests keeps it for what `after` is given, and `next start` waits for that
 * before it ends on SIGTERM; killed in between, the publication is settled when its lease is over.
 * Source: https://nextjs.org/docs/app/api-reference/functions/after
 */
export function POST(request: Request): Promise<Response> {
  return handleDelivery(request, { placeMs: policy.delivery.placeMs, keep: after });
}
