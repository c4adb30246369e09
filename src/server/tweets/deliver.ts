// What a delivery from QStash does. It may be late, early, doubled, replayed or about a tweet long gone; at most one
// of them publishes, and all that was handled is answered as such.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { answerDelivery, closeDelivery, type Delivery, noteDelivery } from "./close-delivery";
import { readMessageBody } from "./message-body";
import { type PublishAnswer, publishTweet } from "./publish";

export type DeliveryAnswer =
  | { kind: "handled"; said: string }
  /** Not due yet: QStash may come again after this many seconds. */
  | { kind: "early"; retryAfterS: number }
  /** No later delivery of this body could ever work. */
  | { kind: "unusable"; said: string };

const maxWaits = 3;

/**
 * @param rawBody whose signature has been verified.
 * @param qstashId the delivery's message id; it is done with once handled.
 * @param retried how often QStash has tried it before, as it says.
 * @throws only when the database cannot be reached.
 */
export async function deliverMessage(
  c: Collaborators,
  rawBody: string,
  qstashId: string | null,
  retried: number | null = null,
): Promise<DeliveryAnswer> {
  const target = readMessageBody(rawBody);
  if (!target) return { kind: "unusable", said: "This message names no tweet and revision." };
  if ("probe" in target) return { kind: "handled", said: "a probe" };
  const delivery: Delivery = { qstashId, retried, flightId: null };
  try {
    const published = await publishWhenDue(c, target, delivery);
    if (published.kind === "ignored") c.log.debug({ ...target, why: published.why }, "delivery.ignored");
    const answer = toAnswer(published);
    if (answer.kind === "early") {
      const said = `not due for ${answer.retryAfterS} s`;
      await answerDelivery(c, target, delivery, { answer: "early", said });
    } else {
      await closeDelivery(c, target, delivery, { answer: "handled", said: answer.said });
    }
    return answer;
  } catch (error) {
    await answerDelivery(c, target, delivery, { answer: "trouble", said: "Roost could not handle it" });
    throw error;
  }
}

type Target = { tweetId: string; revision: number };

function toAnswer(published: PublishAnswer): Exclude<DeliveryAnswer, { kind: "unusable" }> {
  if (published.kind === "early") {
    return { kind: "early", retryAfterS: Math.ceil(published.byMs / 1000) };
  }
  return { kind: "handled", said: published.kind === "done" ? published.outcome : published.why };
}

/** QStash rounds to seconds and its clock is not ours: a little early is waited for. */
async function publishWhenDue(c: Collaborators, target: Target, delivery: Delivery): Promise<PublishAnswer> {
  let answer = await publishTweet(c, target, "qstash", delivery);
  for (let waits = 0; answer.kind === "early" && waits < maxWaits; waits += 1) {
    if (answer.byMs > policy.delivery.earlyWaitMs) return answer;
    await noteDelivery(c, target, delivery);
    await c.clock.sleep(answer.byMs);
    answer = await publishTweet(c, target, "qstash", delivery);
  }
  return answer;
}
