// What a hold was, inside of a story's sentences: why nothing was done.
import type { ToldHold } from "../held-delivery";
import type { HoldReason } from "../outcome";

/** A clause: what held it then. Whose it was is said only where that is known. */
export function heldBecause({ reason, scope }: ToldHold): string {
  const told = Object.hasOwn(because, reason) ? because[reason as HoldReason] : undefined;
  return told?.[scope ?? "unknown"] ?? told?.unknown ?? "it was on hold";
}

type Clauses = { unknown: string; account?: string; app?: string };

const because: Record<HoldReason, Clauses> = {
  reconnect: { unknown: "Roost was not signed in for its account" },
  rateLimit: {
    unknown: "X's limit was used up",
    account: "X's limit for its account was used up",
    app: "X's limit for the whole app was used up",
  },
  noCredits: { unknown: "the app had no credits at X" },
  badApp: { unknown: "X did not accept the app's own credentials" },
  paused: {
    unknown: "posting was paused",
    account: "you had paused its account",
    app: "whoever runs Roost had paused all posting",
  },
};
