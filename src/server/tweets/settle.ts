// A lease that ran out, or an outcome that X did not tell: the part is looked up at X before anything else happens to
// it, by one worker at a time. A crash at any point leaves an open attempt whose lease ends, and the next one looks.
import { bareAnswer } from "~/domain/outcome";
import { policy } from "~/domain/policy";
import { decideSettle, doubtWords, type Settlement } from "~/domain/settle";
import type { Attempt } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { isUniqueViolation, type Tx } from "../db";
import { adoptPart, postedBetween } from "./adopt-part";
import type { Via } from "./claim";
import { lookForPart, type Seen } from "./look-for-part";
import { noteIdleRead, recordTimelineRead, type TimelineRead } from "./note-timeline-read";
import { toClaimed } from "./open-attempt";
import { recordOutcome } from "./record-outcome";
import { type Held, lockPresent, type Present, takeOver } from "./take-over";

export type Settled = {
  /** What came of it; "left" where it was settled already, its lease runs, or somebody else is at it. */
  kind: Settlement["kind"] | "expired" | "left";
  /** The tweet is on the schedule again, for now: its next part may go out. */
  isPutOff: boolean;
};

/**
 * Settles one tweet that is PUBLISHING and whose lease is over.
 * @param ownLease the end of the lease that the caller itself holds: it need not wait for it.
 * @throws only when the database cannot be reached.
 */
export async function settleTweet(
  c: Collaborators,
  tweetId: string,
  via: Via,
  ownLease?: Date,
): Promise<Settled> {
  const taken = await takeOver(c, tweetId, via, ownLease);
  if (taken?.kind !== "held") return taken ?? { kind: "left", isPutOff: false };
  const seen = await lookForPart(c, taken.doubt);
  const now = await c.clock.now();
  const settlement = decideSettle(taken.settling, seen, now.getTime(), policy);
  const settled = await c.db
    .$transaction((tx) => record(tx, taken, { seen, settlement, via, now }))
    .catch((error: unknown) => leaveToLease(c, tweetId, error));
  const { attemptId, doubt } = taken;
  if (settled.kind === "left") await noteIdleRead(c, { doubt, seen, actor: via });
  c.log.info({ tweetId, attemptId, seen: seen.kind, settled: settled.kind }, "tweet.settled");
  return settled;
}

const decisions: Record<Settlement["kind"], TimelineRead["decision"]> = {
  adopt: "adopt",
  lookAgain: "look again",
  resend: "resend",
  unconfirmed: "unconfirmed",
};

const left: Settled = { kind: "left", isPutOff: false };

/** Another part took this very post meanwhile: once the lease is over the next look knows. */
function leaveToLease(c: Collaborators, tweetId: string, error: unknown): Settled {
  if (!isUniqueViolation(error)) throw error;
  c.log.warn({ tweetId }, "tweet.post_taken_meanwhile");
  return left;
}

type Decided = { seen: Seen; settlement: Settlement; via: Via; now: Date };

/** Only under the lease that the look was made under: what was seen may have been overtaken. */
async function record(tx: Tx, held: Held, decided: Decided): Promise<Settled> {
  const present = await lockPresent(tx, held.doubt.tweetId);
  const isHeld =
    present?.attempt.id === held.attemptId &&
    present.tweet.leaseUntil?.getTime() === held.leaseUntil.getTime();
  if (!present || !isHeld) return left;
  const { seen, settlement, via: actor, now } = decided;
  const againAt = settlement.kind === "lookAgain" ? new Date(settlement.atMs) : null;
  const decision = decisions[settlement.kind];
  await recordTimelineRead(tx, { doubt: held.doubt, seen, decision, actor, againAt }, now);
  return { kind: decided.settlement.kind, isPutOff: await carryOut(tx, present, decided) };
}

/** Returns whether the tweet is on the schedule again. */
async function carryOut(tx: Tx, present: Present, { seen, settlement, via, now }: Decided): Promise<boolean> {
  const { tweet, attempt, part } = present;
  const claim = { ...toClaimed(tweet, part, attempt), via };
  switch (settlement.kind) {
    case "adopt": {
      const saidAt = seen.kind === "found" ? seen.postedAt : now;
      const postedAt = postedBetween(saidAt, part.sendingAt, now);
      await tx.attempt.update({ where: { id: attempt.id }, data: { endedAt: now, outcome: "adopted" } });
      const adoption = {
        xId: settlement.xId,
        postedAt,
        attemptId: attempt.id,
        kind: "found on X",
        actor: via,
        now,
      } as const;
      return (await adoptPart(tx, tweet, part, adoption))?.status === "SCHEDULED";
    }
    case "lookAgain": {
      const leaseUntil = new Date(settlement.atMs);
      const absentSince = settlement.absentSinceMs === null ? null : new Date(settlement.absentSinceMs);
      await tx.tweet.update({ where: { id: tweet.id }, data: { leaseUntil } });
      await tx.attempt.update({
        where: { id: attempt.id },
        data: { leaseUntil, absentSince, failedLooks: settlement.failedLooks },
      });
      return false;
    }
    case "resend": {
      const detail = withXsWords(attempt, "Several looks at the account's posts on X did not find it.");
      return (await recordOutcome(tx, claim, { kind: "absent", detail }, now)).isPutOff;
    }
    case "unconfirmed": {
      const detail = withXsWords(attempt, doubtWords[settlement.because]);
      const { because } = settlement;
      return (await recordOutcome(tx, claim, { kind: "unconfirmed", detail, because }, now)).isPutOff;
    }
  }
}

/** X's words in quotes, then what Roost found. Without a status the words are Roost's own, of a call without an answer. */
function withXsWords({ detail, httpStatus }: Attempt, found: string): string {
  if (detail === null) return `Roost stopped between sending it and hearing X's answer. ${found}`;
  const isXs = httpStatus !== null && detail !== bareAnswer(httpStatus);
  return `${isXs ? `X answered ${httpStatus} ("${detail}").` : detail} ${found}`;
}
