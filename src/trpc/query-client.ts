import { QueryClient } from "@tanstack/react-query";

/** Reads are repeated by their own timers, so a failed one is not retried besides; a command is never retried. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, refetchOnReconnect: true, networkMode: "always" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
