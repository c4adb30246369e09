// What a delivery from QStash does. It may be late, early, doubled, replayed or about a tweet long gone; at most one
// of them publishes, and all that was handled is answered as such: a long publication before it has ended.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { type ClaimAnswer, type Claimed, claimTweet } from "./claim";
import { answerDelivery, closeDelivery, type Delivery, noteDelivery } from "./close-delivery";
import { type GoOn, waitOrGoOn } from "./go-on";
import { readMessageBody } from "./message-body";
import { publishParts } from "./publish";

export type DeliveryAnswer =
  | { kind: "handled"; said: string }
  /** Not due yet: QStash may come again after this many seconds. */
  | { kind: "early"; retryAfterS: number }
  /** No later delivery of this body could ever work. */
  | { kind: "unusable"; said: string };

const maxWaits = 3;

/** What is said of a publication that takes longer than its delivery keeps its place. */
const goingOn = "going on";

/**
 * @param rawBody whose signature has been verified.
 * @param qstashId the delivery's message id; it is done with once handled.
 * @param retried how often QStash has tried it before, as it says.
 * @param goOn how a long publication goes on after the answer; without it the answer waits for the end.
 * @throws only when the database cannot be reached.
 */
export async function deliverMessage(
  c: Collaborators,
  rawBody: string,
  qstashId: string | null,
  retried: number | null = null,
  goOn?: GoOn,
): Promise<DeliveryAnswer> {
  const target = readMessageBody(rawBody);
  if (!target) return { kind: "unusable", said: "This message names no tweet and revision." };
  if ("probe" in target) return { kind: "handled", said: "a probe" };
  const delivery: Delivery = { qstashId, retried, flightId: null, isClosed: false };
  try {
    const claimed = await claimWhenDue(c, target, delivery);
    if (claimed.kind === "early") {
      const retryAfterS = Math.ceil(claimed.byMs / 1000);
      await answerDelivery(c, target, delivery, { answer: "early", said: `not due for ${retryAfterS} s` });
      return { kind: "early", retryAfterS };
    }
    if (claimed.kind === "ignored") c.log.debug({ ...target, why: claimed.why }, "delivery.ignored");
    const said = claimed.kind === "claimed" ? await publish(c, claimed.claim, delivery, goOn) : claimed.why;
    await closeDelivery(c, target, delivery, said);
    return { kind: "handled", said };
  } catch (error) {
    await answerDelivery(c, target, delivery, { answer: "trouble", said: "Roost could not handle it" });
    throw error;
  }
}

type Target = { tweetId: string; revision: number };

/** QStash rounds to seconds and its clock is not ours: a little early is waited for. */
async function claimWhenDue(c: Collaborators, target: Target, delivery: Delivery): Promise<ClaimAnswer> {
  let answer = await claimTweet(c, target, "qstash", delivery);
  for (let waits = 0; answer.kind === "early" && waits < maxWaits; waits += 1) {
    if (answer.byMs > policy.delivery.earlyWaitMs) return answer;
    await noteDelivery(c, target, delivery);
    await c.clock.sleep(answer.byMs);
    answer = await claimTweet(c, target, "qstash", delivery);
  }
  return answer;
}

/** Answers what came of it, or that it goes on. */
async function publish(
  c: Collaborators,
  claim: Claimed,
  delivery: Delivery,
  goOn: GoOn | undefined,
): Promise<string> {
  const publishing = publishParts(c, claim, delivery);
  return goOn ? ((await waitOrGoOn(c, claim, publishing, goOn)) ?? goingOn) : publishing;
}
