// Of all tweets that wait on a hold of the whole app, one goes ahead now and then, to see whether X takes it. Two that
// try at once do not both go.
import { onHold } from "~/domain/held-delivery";
import { policy } from "~/domain/policy";
import type { Tx } from "../db";
import type { AppHoldInForce } from "./holds";

/** Thrown in the claim's transaction, so that the claim is undone: another tweet went ahead. */
export class ProbeTaken extends Error {
  override readonly name = "ProbeTaken";
}

/** A hold on the app that a tweet goes ahead of. Whoever asks for the hold again gives it another time. */
export type Probe = { reason: string; probeAfter: Date };

/** Takes the turn of the probe, and puts the next one off. Returns what it probes. @throws ProbeTaken */
export async function takeProbe(tx: Tx, appHold: AppHoldInForce, now: Date): Promise<Probe[]> {
  const { probes } = appHold;
  const probeAfter = new Date(now.getTime() + policy.publish.probeMs);
  const { count } = await tx.appHold.updateMany({
    where: { reason: { in: probes }, probeAfter: { lte: now } },
    data: { probeAfter },
  });
  if (count < probes.length) throw new ProbeTaken(onHold(appHold));
  return probes.map((probed) => ({ reason: probed, probeAfter }));
}
