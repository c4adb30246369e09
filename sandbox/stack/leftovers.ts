// After a `kill -9` of the start its guards need a moment to end their parts. A start that did not wait would find
// its ports taken and move to others, and every pending message would go to the old address.
import { setTimeout as delay } from "node:timers/promises";
import { isGroupAlive, killGroup } from "./process-group";
import { identifyProcess, isStillRunning, type ProcessIdentity } from "./process-identity";

/** Longer than a guard gives its part. */
const waitMsMax = 5_000;
const pollMs = 50;

/** Waits for the process groups of a killed start, then kills those whose guard did not end them. */
export async function endLeftovers(guards: ProcessIdentity[], say: (line: string) => void): Promise<void> {
  if (!guards.some(isGroupLeft)) return;
  say("the start before this one was killed: waiting for what it left behind to end");
  const giveUpAt = Date.now() + waitMsMax;
  while (guards.some(isGroupLeft) && Date.now() < giveUpAt) await delay(pollMs);
  for (const guard of guards.filter(isStillRunning)) killGroup(guard.pid);
}

/** A group outlives its guard by the moment in which the part dies. A pid that is another's by now leads another's. */
function isGroupLeft(guard: ProcessIdentity): boolean {
  return identifyProcess(guard.pid) ? isStillRunning(guard) : isGroupAlive(guard.pid);
}
