// A look at the account's posts and what follows from it, for its tweet's flight recorder.
import type { FlightFact } from "~/domain/flight";
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";
import { type FlightNote, noteFlight, recordFlight } from "../flight-recorder";
import type { Doubt } from "./doubt";
import type { Seen } from "./look-for-part";
import type { Actor } from "./move-tweet";

export type TimelineRead = {
  doubt: Doubt;
  seen: Seen;
  decision: Extract<FlightFact, { kind: "timeline read" }>["detail"]["decision"];
  actor: Actor;
  /** When it is looked for again, where it is. */
  againAt: Date | null;
};

/** In the transaction of what follows from it, and before that. */
export async function recordTimelineRead(tx: Tx, read: TimelineRead, at: Date): Promise<void> {
  await recordFlight(tx, [{ ...toNote(read), at }]);
}

/** A look that was overtaken: nothing follows from it. Never throws. */
export async function noteIdleRead(
  c: Collaborators,
  read: Omit<TimelineRead, "decision" | "againAt">,
): Promise<void> {
  await noteFlight(c, [toNote({ ...read, decision: "nothing", againAt: null })]);
}

function toNote({ doubt, seen, decision, actor, againAt }: TimelineRead): FlightNote {
  const { tweetId, revision, position } = doubt;
  const detail = {
    part: position,
    result: seen.kind,
    decision,
    ...(againAt ? { againAt: againAt.toISOString() } : {}),
    ...(seen.kind === "failed" ? { words: seen.detail } : {}),
  };
  return { tweetId, revision, actor, kind: "timeline read", detail };
}
