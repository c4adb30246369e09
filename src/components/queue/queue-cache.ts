import type { QueryClient } from "@tanstack/react-query";
import type { QueueView } from "~/server/tweets/view";

export const queueKey = ["queue"] as const;

/** `readAtMs` is this machine's clock, so that the server's can be told from it. */
export type QueueRead = { view: QueueView; readAtMs: number };

/**
 * Changes the painted queue at once, and has it read again. A read that is on its way is dropped: its answer would
 * be older than what is known now.
 */
export async function paintQueue(
  queryClient: QueryClient,
  change: (view: QueueView) => QueueView = (view) => view,
): Promise<void> {
  await queryClient.cancelQueries({ queryKey: queueKey });
  queryClient.setQueryData<QueueRead>(queueKey, (read) => read && { ...read, view: change(read.view) });
  void queryClient.invalidateQueries({ queryKey: queueKey });
}

/** The server's clock now, by the last read; this machine's where there was none. */
export function serverNow(queryClient: QueryClient): Date {
  const read = queryClient.getQueryData<QueueRead>(queueKey);
  const aheadMs = read ? read.view.now.getTime() - read.readAtMs : 0;
  return new Date(Date.now() + aheadMs);
}
