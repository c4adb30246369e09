import type { FlightFact } from "~/domain/flight";
import type { Collaborators } from "../collaborators";
import { noteFlight } from "../flight-recorder";
import type { Claimed } from "./claim";

type MediaDetail = Extract<FlightFact, { kind: "media" }>["detail"];

/** How far a file of the part is, for the tweet's flight recorder. */
export async function noteMedia(
  c: Collaborators,
  { tweetId, revision, via, part }: Claimed,
  detail: Omit<MediaDetail, "part">,
): Promise<void> {
  await noteFlight(c, [
    { tweetId, revision, actor: via, kind: "media", detail: { part: part.position, ...detail } },
  ]);
}
