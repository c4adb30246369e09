import { connection } from "next/server";
import type { SandboxAddresses } from "./sandbox-context";

/** The stand-ins' addresses at the time of the request; null when Roost talks to the real services. */
export async function readSandbox(): Promise<SandboxAddresses | null> {
  await connection();
  if (process.env.ROOST_SANDBOX !== "1") return null;
  return { qstash: process.env.QSTASH_URL ?? null, x: process.env.X_API_BASE_URL ?? null };
}
