// A lease that ran out: its worker died or froze. A part that was being sent may be up, so it rests in UNCONFIRMED;
// one that was never marked is surely absent, and its tweet may go out again.
import type { Collaborators } from "../collaborators";
import { toClaimed } from "./open-attempt";
import { recordOutcome } from "./record-outcome";

const diedSending = "Roost stopped between sending it and hearing X's answer.";
const diedBefore = "Roost stopped before sending it.";

/** Settles one tweet whose lease has run out. Returns false when it had been settled, or was renewed, meanwhile. */
export async function settleTweet(c: Collaborators, tweetId: string): Promise<boolean> {
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    const attempt = await tx.attempt.findFirst({
      where: { tweetId, endedAt: null, leaseUntil: { lte: now } },
      include: { tweet: { include: { parts: { orderBy: { position: "asc" } } } } },
    });
    const tweet = attempt?.tweet;
    const part = tweet?.parts.find(({ position }) => position === attempt?.partPosition);
    if (!attempt || !tweet || !part || tweet.status !== "PUBLISHING") return false;
    const { isRecorded } = await recordOutcome(
      tx,
      toClaimed(tweet, part, attempt, 1),
      part.state === "WAITING"
        ? { kind: "later", nextAttemptAt: now, hold: null, detail: diedBefore, httpStatus: null }
        : { kind: "unknown", detail: diedSending },
      now,
    );
    return isRecorded;
  });
}
