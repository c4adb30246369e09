import type { Collaborators } from "../collaborators";
import { putOff } from "./later-outcome";
import type { Outcome } from "./record-outcome";

/** What comes of a part that its worker may not send. */
export async function unsent(c: Collaborators, why: "stop" | "taken" | "paused"): Promise<Outcome> {
  if (why === "stop") {
    return { kind: "refused", failure: "stopped", detail: "Stopped before it was sent.", httpStatus: null };
  }
  const now = await c.clock.now();
  return why === "taken"
    ? putOff(now, "Another worker has taken over.")
    : putOff(now, "The machine paused just before sending, so it was not sent.");
}
