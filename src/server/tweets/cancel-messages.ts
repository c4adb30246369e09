// Messages that no longer serve their tweet. That we asked is written before QStash is asked, so that its later
// "cancelled" is known as ours.
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";

/** Marks every message of a tweet that may still come as unwanted. Returns the ids that QStash knows them by. */
export async function markUnwanted(tx: Tx, tweetId: string, now: Date): Promise<string[]> {
  const marked = await tx.message.updateManyAndReturn({
    where: { tweetId, endedAt: null, cancelRequestedAt: null },
    data: { cancelRequestedAt: now },
    select: { qstashId: true },
  });
  return marked.flatMap(({ qstashId }) => (qstashId ? [qstashId] : []));
}

/** Asks QStash to drop marked messages. When it does not answer they are harmless: no message of an old revision posts. */
export async function askToCancel({ queue, log }: Collaborators, qstashIds: string[]): Promise<void> {
  if (qstashIds.length === 0) return;
  const answer = await queue.cancel(qstashIds);
  if (!answer.ok) log.warn({ qstashIds, why: answer.why }, "message.cancel_unanswered");
}
