"use client";

import { createContext, type ReactNode, useContext } from "react";

/** Where the stand-ins' own pages are; null when Roost talks to the real services. */
export type SandboxAddresses = { qstash: string | null; x: string | null };

const SandboxContext = createContext<SandboxAddresses>({ qstash: null, x: null });

/** Tells the pages below it where the stand-ins are. */
export function SandboxProvider({
  addresses,
  children,
}: {
  addresses: SandboxAddresses;
  children: ReactNode;
}) {
  return <SandboxContext value={addresses}>{children}</SandboxContext>;
}

/** The addresses of the stand-ins' pages. */
export function useSandboxAddresses(): SandboxAddresses {
  return useContext(SandboxContext);
}
