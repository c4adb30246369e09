// What a delivery from QStash does. It may be late, early, doubled, replayed or about a tweet long gone; at most one
// of them publishes, and all that was handled is answered as such.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { completeFlight, noteFlight } from "../flight-recorder";
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
  const body = readMessageBody(rawBody);
  if (!body) return { kind: "unusable", said: "This message names no tweet and revision." };
  if ("probe" in body) return { kind: "handled", said: "a probe" };
  const { tweetId, revision } = body;
  const noted = await noteFlight(c, [
    { tweetId, revision, kind: "delivered", actor: "qstash", detail: { qstashId, retried } },
  ]);
  try {
    const answer = await handle(c, body, qstashId);
    const said = answer.kind === "early" ? `not due for ${answer.retryAfterS} s` : answer.said;
    await completeFlight(c, noted, { answer: answer.kind, said });
    return answer;
  } catch (error) {
    await completeFlight(c, noted, { answer: "trouble", said: "Roost could not handle it" });
    throw error;
  }
}

type Target = { tweetId: string; revision: number };

async function handle(
  c: Collaborators,
  target: Target,
  qstashId: string | null,
): Promise<Exclude<DeliveryAnswer, { kind: "unusable" }>> {
  const answer = await publishWhenDue(c, target);
  if (answer.kind === "early") return { kind: "early", retryAfterS: Math.ceil(answer.byMs / 1000) };
  if (qstashId) await noteEnded(c, qstashId);
  if (answer.kind === "ignored") c.log.debug({ ...target, why: answer.why }, "delivery.ignored");
  return { kind: "handled", said: answer.kind === "done" ? answer.outcome : answer.why };
}

/** QStash rounds to seconds and its clock is not ours: a little early is waited for. */
async function publishWhenDue(c: Collaborators, target: Target): Promise<PublishAnswer> {
  let answer = await publishTweet(c, target, "qstash");
  for (let waits = 0; answer.kind === "early" && waits < maxWaits; waits += 1) {
    if (answer.byMs > policy.delivery.earlyWaitMs) return answer;
    await c.clock.sleep(answer.byMs);
    answer = await publishTweet(c, target, "qstash");
  }
  return answer;
}

async function noteEnded(c: Collaborators, qstashId: string): Promise<void> {
  const endedAt = await c.clock.now();
  await c.db.message.updateMany({ where: { qstashId, endedAt: null }, data: { endedAt } });
}
