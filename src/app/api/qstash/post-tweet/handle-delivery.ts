// A delivery as HTTP. The answers steer QStash: 200 for all that was handled, 401 for what QStash did not sign, 489 for
// what can never work, 503 with a time for what is early or our own trouble.
import { policy } from "~/domain/policy";
import { readBounded, refuseTooLong } from "~/server/bounded-request";
import { isDatabaseDown } from "~/server/db";
import { getRoost } from "~/server/roost";
import { deliverMessage } from "~/server/tweets/deliver";
import type { GoOn } from "~/server/tweets/go-on";
import { noteRefusedDelivery } from "~/server/tweets/note-refused-delivery";

const troubleRetryS = 15;

/** @param goOn how a long publication goes on after the answer; without it the answer waits for the end. */
export async function handleDelivery(request: Request, goOn?: GoOn): Promise<Response> {
  const body = await readBounded(request, policy.request.maxDeliveryBytes);
  if (!body) return refuseTooLong("This is far longer than any message of Roost's.");
  const rawBody = body.toString("utf8");
  const roost = getRoost();
  const signature = request.headers.get("upstash-signature");
  const messageId = request.headers.get("upstash-message-id");
  if (!(await roost.checkSignature(signature, rawBody))) {
    const level = signature ? "warn" : "debug";
    roost.log[level]({ messageId }, "delivery.signature_refused");
    if (signature && messageId) await noteRefusedDelivery(roost, messageId);
    return say(401, "The signature is not QStash's for this address and body.");
  }
  try {
    const answer = await deliverMessage(roost, rawBody, messageId, retriedOf(request), goOn);
    switch (answer.kind) {
      case "handled":
        return say(200, answer.said);
      case "early":
        return say(503, "It is not due yet.", { "Retry-After": String(answer.retryAfterS) });
      case "unusable":
        return say(489, answer.said, { "Upstash-NonRetryable-Error": "true" });
    }
  } catch (error) {
    roost.log.error({ error, isDatabaseDown: isDatabaseDown(error) }, "delivery.failed");
    return say(503, "Roost could not handle this now.", { "Retry-After": String(troubleRetryS) });
  }
}

/** QStash counts from 0. */
function retriedOf(request: Request): number | null {
  const count = request.headers.get("upstash-retried") ?? "";
  return /^\d{1,4}$/.test(count) ? Number(count) : null;
}

function say(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ message }, { status, headers });
}
