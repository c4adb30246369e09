// Check needed: X is looked at again a few times, in case it shows late what it had. What is found is recorded; what is
// not found stays for its owner to tell.
import { policy } from "~/domain/policy";
import { nextUnconfirmedLook } from "~/domain/settle";
import type { Part } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { isUniqueViolation, type Tx } from "../db";
import { adoptPart, postedBetween } from "./adopt-part";
import { type Doubt, readDoubt } from "./doubt";
import { lockTweet, type TweetWithParts } from "./lock-tweet";
import { lookForPart, type Seen } from "./look-for-part";
import { noteIdleRead, recordTimelineRead } from "./note-timeline-read";
import { nextPart } from "./open-attempt";

export type Looked = {
  /** "left" where it is settled, its look is not due, or somebody else is at it. */
  kind: Seen["kind"] | "left";
  /** The tweet is on the schedule again, for now: its next part may go out. */
  isPutOff: boolean;
};

const left: Looked = { kind: "left", isPutOff: false };

/**
 * One look for a tweet that is UNCONFIRMED.
 * @param isAsked somebody asked for it: it need not be due.
 * @throws only when the database cannot be reached.
 */
export async function lookForUnconfirmed(
  c: Collaborators,
  tweetId: string,
  isAsked = false,
): Promise<Looked> {
  const taken = await takeLook(c, tweetId, isAsked);
  if (!taken) return left;
  const seen = await lookForPart(c, taken.doubt);
  const now = await c.clock.now();
  const after = await c.db
    .$transaction((tx) => record(tx, taken, seen, now))
    .catch((error: unknown) => leaveToNextLook(c, tweetId, error));
  if (after === null) await noteIdleRead(c, { doubt: taken.doubt, seen, actor: "sweep" });
  c.log.info({ tweetId, seen: seen.kind, isRecorded: after !== null }, "tweet.looked_for");
  return after === null ? left : { kind: seen.kind, isPutOff: after.isPutOff };
}

/** Another part took this very post meanwhile. */
function leaveToNextLook(c: Collaborators, tweetId: string, error: unknown): null {
  if (!isUniqueViolation(error)) throw error;
  c.log.warn({ tweetId }, "tweet.post_taken_meanwhile");
  return null;
}

type Taken = { doubt: Doubt; lookingUntil: Date };
type Present = { tweet: TweetWithParts; part: Part };

async function lockUnconfirmed(tx: Tx, tweetId: string): Promise<Present | null> {
  const tweet = await lockTweet(tx, tweetId);
  const part = partInDoubt(tweet.parts);
  return tweet.status === "UNCONFIRMED" && part ? { tweet, part } : null;
}

/** The part whose outcome an UNCONFIRMED tweet waits for. */
export function partInDoubt(parts: Part[]): Part | null {
  return parts.find(({ state }) => state === "SENDING") ?? nextPart(parts);
}

/** Puts the look off while it is made, so that nobody else makes it, and a crash only repeats it. */
async function takeLook(c: Collaborators, tweetId: string, isAsked: boolean): Promise<Taken | null> {
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    const present = await lockUnconfirmed(tx, tweetId);
    if (!present) return null;
    const { tweet, part } = present;
    const isDue = tweet.nextLookAt !== null && tweet.nextLookAt <= now;
    if (!isDue && !isAsked) return null;
    const lookingUntil = new Date(now.getTime() + policy.settle.leaseMs);
    await tx.tweet.update({ where: { id: tweetId }, data: { nextLookAt: lookingUntil } });
    return { doubt: await readDoubt(tx, tweet, part), lookingUntil };
  });
}

type After = { isPutOff: boolean };

/** Returns null where it was overtaken. */
async function record(tx: Tx, taken: Taken, seen: Seen, now: Date): Promise<After | null> {
  const present = await lockUnconfirmed(tx, taken.doubt.tweetId);
  if (!present || present.tweet.nextLookAt?.getTime() !== taken.lookingUntil.getTime()) return null;
  const { tweet, part } = present;
  const read = { doubt: taken.doubt, seen, actor: "sweep" } as const;
  if (seen.kind !== "found") {
    const { looks, atMs } = nextUnconfirmedLook(
      tweet.statusSince.getTime(),
      tweet.looks,
      now.getTime(),
      policy,
    );
    const nextLookAt = atMs === null ? null : new Date(atMs);
    await tx.tweet.update({ where: { id: tweet.id }, data: { looks, nextLookAt } });
    const decision = nextLookAt ? "look again" : "nothing";
    await recordTimelineRead(tx, { ...read, decision, againAt: nextLookAt }, now);
    return { isPutOff: false };
  }
  await recordTimelineRead(tx, { ...read, decision: "adopt", againAt: null }, now);
  await tx.attempt.updateMany({
    where: { tweetId: tweet.id, partPosition: part.position, outcome: { in: ["unconfirmed", "unknown"] } },
    data: { outcome: "adopted" },
  });
  const postedAt = postedBetween(seen.postedAt, part.sendingAt, now);
  const adoption = {
    xId: seen.xId,
    postedAt,
    attemptId: null,
    kind: "found on X",
    actor: "sweep",
    now,
  } as const;
  const moved = await adoptPart(tx, tweet, part, adoption);
  return moved ? { isPutOff: moved.status === "SCHEDULED" } : null;
}
