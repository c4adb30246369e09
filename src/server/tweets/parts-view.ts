// What the studio sees of a tweet's parts, and of a thread that is half out.
import { policy } from "~/domain/policy";
import { allows } from "~/domain/tweet";
import type { Part, Tweet } from "~/generated/prisma/client";
import { toMediaView } from "../media/media-view";
import { type TweetRow, toCommandable } from "./find-tweet";
import type { PartView, StartedView, TweetView } from "./view";

const partStates = { WAITING: "waiting", SENDING: "sending", SENT: "out", REMOVED: "removed" } as const;

/** @param webUrl where people see posts */
export function toPartViews({ parts, account }: TweetRow, webUrl: string): PartView[] {
  return parts.map(({ text, state, xId, media }, index) => ({
    position: index + 1,
    text,
    state: partStates[state],
    postUrl: state === "SENT" ? `${webUrl}/${account.handle}/status/${xId}` : null,
    media: media.map((use) => ({ ...toMediaView(use.media), altText: use.altText })),
  }));
}

/** The part that goes out now, from 1: the first that is not out. */
export function sendingPartOf({ status, parts }: TweetRow): TweetView["sendingPart"] {
  return status === "PUBLISHING" ? parts.findIndex(({ xId }) => xId === null) + 1 : null;
}

/** What the part that goes out now waits for at X. @param isLooking its outcome is unknown. */
export function atXOf({ status, parts }: TweetRow, isLooking: boolean): TweetView["atX"] {
  if (status !== "PUBLISHING") return null;
  if (isLooking) return { kind: "looking" };
  const going = parts.find(({ xId }) => xId === null);
  const slow = going?.media.find(({ xState }) => xState === "UPLOADED");
  return slow ? { kind: "processing", file: slow.media.kind } : null;
}

/** The part that X may have or not: the one that was being sent. */
export function doubtOf({ status, parts, looks, nextLookAt }: TweetRow): TweetView["doubt"] {
  if (status !== "UNCONFIRMED") return null;
  const sending = parts.findIndex(({ state }) => state === "SENDING");
  const part = sending >= 0 ? sending : parts.findIndex(({ xId }) => xId === null);
  return { part: part + 1, looks, nextLookAt };
}

export function toStartedView(
  tweet: Tweet & { parts: Pick<Part, "state">[] },
  now: Date,
): StartedView | null {
  if (!tweet.startedAt || tweet.status === "PUBLISHED") return null;
  const resumeUntil = new Date(tweet.startedAt.getTime() + policy.publish.threadLimitMs);
  return {
    outCount: tweet.parts.filter(({ state }) => state === "SENT").length,
    canResume: allows(toCommandable(tweet), "resume") && now <= resumeUntil,
    resumeUntil,
    rollback: rollbackOf(tweet),
  };
}

function rollbackOf(tweet: Tweet): StartedView["rollback"] {
  if (!tweet.rollbackRequestedAt) return null;
  if (tweet.rolledBackAt) return { state: "removed", error: null };
  return { state: tweet.rollbackAfter ? "removing" : "stuck", error: tweet.rollbackError };
}
