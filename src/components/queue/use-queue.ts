import { useQuery, useQueryClient } from "@tanstack/react-query";
import { pollIntervalMs } from "./poll-interval";
import { type QueueRead, queueKey } from "./queue-cache";
import { useQueueReader } from "./queue-context";

/** The list is painted first; then QStash is asked at once. */
const firstVerifyMs = 20;

function useQueueOptions() {
  const reader = useQueueReader();
  const queryClient = useQueryClient();
  return {
    queryKey: queueKey,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<QueueRead> => {
      const hasList = queryClient.getQueryData(queueKey) !== undefined;
      return { view: await reader.read(hasList, signal), readAtMs: Date.now() };
    },
  };
}

/** The queue as it was last read. `error` is that of the last read; the list before it is kept. */
export function useQueue() {
  const { data, error } = useQuery({
    ...useQueueOptions(),
    refetchOnMount: false,
    refetchOnWindowFocus: false,
  });
  return { view: data?.view, readAtMs: data?.readAtMs ?? null, error };
}

/** Reads the queue again by itself while the page is visible. To be used once on a page: each use has its own timer. */
export function useQueuePolling(): void {
  const reader = useQueueReader();
  useQuery({
    ...useQueueOptions(),
    refetchInterval: ({ state }) => {
      const isBroken = state.status === "error";
      const waitMs = pollIntervalMs(state.data?.view, isBroken, reader.pagesOpen());
      return reader.isVerifyDue() && !isBroken ? Math.min(waitMs, firstVerifyMs) : waitMs;
    },
    refetchOnWindowFocus: "always",
  });
}
