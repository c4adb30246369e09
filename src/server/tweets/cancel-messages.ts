// Messages that no longer serve their tweet. That we asked is written before QStash is asked, so that its later
// "cancelled" is known as ours.
import type { Actor } from "~/domain/flight";
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";
import { completeFlight, type FlightNote, noteFlight } from "../flight-recorder";
import { inBatches } from "../in-batches";

export type Unwanted = { qstashId: string | null; url: string };

/** Marks every message of a tweet that may still come as unwanted, and returns them. */
export async function markUnwanted(tx: Tx, tweetId: string, now: Date): Promise<Unwanted[]> {
  return tx.message.updateManyAndReturn({
    where: { tweetId, endedAt: null, cancelRequestedAt: null },
    data: { cancelRequestedAt: now },
    select: { qstashId: true, url: true },
  });
}

/**
 * Of unwanted messages those that QStash is to drop, by its ids. One that goes to another address may be wanted there:
 * in a copy of the database it is the first installation's. Here it can do nothing.
 */
export function ourIdsOf({ queue }: Pick<Collaborators, "queue">, unwanted: Unwanted[]): string[] {
  return unwanted.flatMap(({ qstashId, url }) => (qstashId && url === queue.deliveryUrl ? [qstashId] : []));
}

/**
 * Asks QStash to drop marked messages, until it does not answer: then the rest would only wait. What it keeps is
 * harmless, since no message of an old revision or arming posts.
 */
export async function askToCancel(
  c: Collaborators,
  qstashIds: string[],
  actor: Actor = "owner",
): Promise<void> {
  for (const batch of inBatches(qstashIds, policy.arm.batchSize)) {
    if (!(await askBatch(c, batch, actor))) return;
  }
}

/** The ids go into the address of one request, which servers take only up to a length. Returns whether it was answered. */
async function askBatch(c: Collaborators, qstashIds: string[], actor: Actor): Promise<boolean> {
  const noted = await noteFlight(c, await asksOf(c, qstashIds, actor));
  const answer = await c.queue.cancel(qstashIds);
  if (!answer.ok) c.log.warn({ qstashIds, why: answer.why }, "message.cancel_unanswered");
  await completeFlight(c, noted, { answer: answer.ok ? "dropped" : answer.why });
  return answer.ok;
}

/** What is asked, by tweet. None where that cannot be read: QStash is asked all the same. */
async function asksOf(c: Collaborators, qstashIds: string[], actor: Actor): Promise<FlightNote[]> {
  const byTweet = new Map<string, string[]>();
  try {
    const messages = await c.db.message.findMany({
      where: { qstashId: { in: qstashIds } },
      select: { tweetId: true, qstashId: true },
    });
    for (const { tweetId, qstashId } of messages) {
      if (qstashId) byTweet.set(tweetId, [...(byTweet.get(tweetId) ?? []), qstashId]);
    }
  } catch (error) {
    c.log.warn({ qstashIds, error }, "flight.unrecorded");
  }
  return [...byTweet].map(([tweetId, ids]) => ({
    tweetId,
    kind: "cancel asked",
    actor,
    detail: { qstashIds: ids },
  }));
}
