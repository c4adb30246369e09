// While a part's files go to X its worker keeps the lease. Whoever has lost it, or was asked to stop, stops.
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";
import type { Claimed } from "./claim";
import { keepLease } from "./keep-lease";

export type Renewal =
  | "renewed"
  /** Its owner asked to stop. */
  | "stop"
  /** Somebody else has taken over. */
  | "taken";

/**
 * Renews the lease of the open attempt, for one more call to X.
 * @param keep written with it, as long as the lease is still this worker's
 */
export async function renewLease(
  c: Collaborators,
  claim: Claimed,
  keep?: (tx: Tx) => Promise<unknown>,
): Promise<Renewal> {
  return c.db.$transaction(async (tx) => {
    const kept = await keepLease(tx, claim, c.clock);
    if (!kept) return "taken";
    await keep?.(tx);
    return kept.isStopRequested ? "stop" : "renewed";
  });
}
