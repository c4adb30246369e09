// A look at the account's posts and what followed from it, for its tweet's flight recorder.
import type { FlightFact } from "~/domain/flight";
import type { Collaborators } from "../collaborators";
import { noteFlight } from "../flight-recorder";
import type { Doubt } from "./doubt";
import type { Seen } from "./look-for-part";
import type { Actor } from "./move-tweet";

export type Decision = Extract<FlightFact, { kind: "timeline read" }>["detail"]["decision"];

/** @param againAt when it is looked for again, where it is. */
export async function noteTimelineRead(
  c: Collaborators,
  { tweetId, revision, position }: Doubt,
  seen: Seen,
  decision: Decision,
  actor: Actor,
  againAt: Date | null,
): Promise<void> {
  const detail = {
    part: position,
    result: seen.kind,
    decision,
    ...(againAt ? { againAt: againAt.toISOString() } : {}),
    ...(seen.kind === "failed" ? { words: seen.detail } : {}),
  };
  await noteFlight(c, [{ tweetId, revision, actor, kind: "timeline read", detail }]);
}
