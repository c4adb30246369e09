import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import { personHeader } from "~/domain/person-header";
import type { AppRouter } from "~/server/routers/app-router";

/** Longer than the server may take to ask QStash and answer; past it, the server is taken for down. */
const answerTimeoutMs = 15_000;

/** The typed client of a person's page. Calls are not batched: a quick read must not wait for one that asks QStash. */
export function makeTrpcClient(person: string) {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: "/api/trpc",
        transformer: superjson,
        fetch: fetchWithTimeout,
        headers: { [personHeader]: person },
      }),
    ],
  });
}

const fetchWithTimeout: typeof fetch = (input, init) => {
  const timeout = AbortSignal.timeout(answerTimeoutMs);
  const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  return fetch(input, { ...init, signal });
};
