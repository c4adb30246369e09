"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { makeTrpcClient } from "./client";
import { TRPCProvider } from "./context";
import { makeQueryClient } from "./query-client";
import { PersonContext } from "./use-person-header";

/** Gives a person's pages below it the typed client and one cache. `person`: their id. */
export function StudioClient({ person, children }: { person: string; children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [trpcClient] = useState(() => makeTrpcClient(person));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider queryClient={queryClient} trpcClient={trpcClient}>
        <PersonContext value={person}>{children}</PersonContext>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
