import { MutationCache, QueryClient } from "@tanstack/react-query";
import { readError } from "./read-error";

/** When a command last went without an answer, by this machine's clock. */
export const unansweredKey = ["unanswered"] as const;

/** Reads are repeated by their own timers, so a failed one is not retried besides; a command is never retried. */
export function makeQueryClient(): QueryClient {
  const queryClient: QueryClient = new QueryClient({
    mutationCache: new MutationCache({
      onError: (error) => {
        if (readError(error).code === "NO_ANSWER") queryClient.setQueryData(unansweredKey, Date.now());
      },
    }),
    defaultOptions: {
      queries: { retry: false, refetchOnReconnect: true, networkMode: "always" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  return queryClient;
}
