import { ApiError } from "./api-error";
import type { Context } from "./context";
import { isPending, type Message } from "./message";
import { messageView } from "./message-view";

/**
 * A message that is still to be delivered. Throws ApiError 404 for every other: delivered, failed, cancelled and
 * unknown ones answer alike. Fault: get-lag.
 */
export async function getMessage(context: Context, id: string) {
  const { rows } = await context.db.query<Message & { isPending: boolean }>(
    `SELECT m.*, (${isPending}) AS "isPending" FROM messages m WHERE id = $1 AND phase <> 'lost'`,
    [id],
  );
  const message = rows[0];
  if (message && (message.isPending || (await isShownLate(context, message)))) return messageView(message);
  throw new ApiError(404, `message ${id} not found`);
}

async function isShownLate(context: Context, message: Message): Promise<boolean> {
  const endedAt = message.cancelRequestedAt ?? message.endedAt ?? 0;
  const lag = await context.faults.take("get-lag", { labels: message.labels, body: message.body });
  return lag !== undefined && context.clock.now() < endedAt + lag.params.ms;
}
