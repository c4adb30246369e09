// The claim takes a due tweet for one publication: read, decided, and taken by one statement that names what was seen,
// with the open attempt, before X is called. Any number may try; one wins, and goes on at the first part not out.
import { onHold } from "~/domain/held-delivery";
import { policy } from "~/domain/policy";
import { dueAtMs, isPastLateness } from "~/domain/schedule";
import type { Collaborators } from "../collaborators";
import type { ReadToken } from "../x/tokens";
import type { Delivery } from "./close-delivery";
import { failUnclaimed } from "./fail-unclaimed";
import { toLimited } from "./find-tweet";
import { type AppHoldInForce, type HoldInForce, holdsOn, isAccountHeld, weightiestHold } from "./holds";
import { missedCause } from "./missed-cause";
import { countTries, nextPart } from "./open-attempt";
import { type Due, readDue } from "./read-due";
import { type Taken, type Taking, takeDue } from "./take-due";
import { type Probe, ProbeTaken, takeProbe } from "./take-probe";

export type Via = "qstash" | "sweep";

/** The one part that its holder may send now, under the open attempt. */
export type Claimed = {
  tweetId: string;
  revision: number;
  userId: string;
  accountId: string;
  attemptId: string;
  /** From 1, at this part in this revision. */
  attemptNumber: number;
  /** An earlier try at this part had an unknown outcome: X may call this one a duplicate. */
  afterUnknown: boolean;
  part: { id: string; position: number; text: string };
  /** All other parts are out. */
  isLast: boolean;
  /** What the claim has read on its way, so that nobody asks again; null for the parts that follow it. */
  read: { token: ReadToken; hasFiles: boolean } | null;
  /** X's id of the part before, to which this one replies; null for the first. */
  replyToXId: string | null;
  /** The holds on the whole app that it goes ahead of: when it is posted, they are over. */
  probes: Probe[];
  via: Via;
};

export type ClaimAnswer =
  | { kind: "claimed"; claim: Claimed }
  /** Nothing is to be done, and why: for QStash's log and ours. */
  | { kind: "ignored"; why: string }
  | { kind: "early"; byMs: number }
  | { kind: "failed"; why: string };

/** Somebody else moved it after it was read. */
const lost: ClaimAnswer = { kind: "ignored", why: "somebody else took it" };

/**
 * @param target whose revision is the one that the message names; an older one serves nothing any more.
 * @param delivery that brought it: the claim records it, unless that was done.
 */
export async function claimTweet(
  c: Collaborators,
  target: { tweetId: string; revision: number },
  via: Via,
  delivery?: Delivery,
): Promise<ClaimAnswer> {
  const due = await readDue(c, target.tweetId);
  if (!due) return { kind: "ignored", why: "no such tweet" };
  const appHold = weightiestHold(due.appHolds, due.now);
  const refusal = refuse(due, target.revision, appHold);
  if (refusal?.kind === "missed") return fail(c, due, via, refusal);
  if (refusal) return refusal;
  const part = nextPart(due.parts);
  if (!part) return { kind: "ignored", why: "every part is out" };
  const tries = countTries(due.tries, due, part);
  if (tries.count >= policy.publish.maxAttempts) return fail(c, due, via, "tooManyAttempts");
  const taking: Taking = { due, part, tries, via, delivery };
  try {
    const taken = appHold ? await takeAsProbe(c, taking, appHold) : await takeDue(c.db, taking);
    if (!taken) return lost;
    if (delivery) delivery.flightId ??= taken.flightId;
    c.log.debug({ tweetId: due.id, attemptId: taken.claim.attemptId, via }, "tweet.claimed");
    return { kind: "claimed", claim: taken.claim };
  } catch (error) {
    if (error instanceof ProbeTaken) return { kind: "ignored", why: error.message };
    throw error;
  }
}

type Missed = { kind: "missed"; hold: HoldInForce | null };

function refuse(
  due: Due,
  revision: number,
  appHold: AppHoldInForce | null,
): Exclude<ClaimAnswer, { kind: "claimed" | "failed" }> | Missed | null {
  const { now, account, status, scheduledFor } = due;
  if (due.revision !== revision)
    return { kind: "ignored", why: `revision ${revision} is not the present one` };
  if (status !== "SCHEDULED" || !scheduledFor) return { kind: "ignored", why: `the tweet is ${status}` };
  const [hold] = holdsOn(account, appHold, now);
  if (isPastLateness(toLimited(due), now.getTime(), policy)) return { kind: "missed", hold: hold ?? null };
  const earlyByMs = dueAtMs(scheduledFor.getTime(), due.nextAttemptAt?.getTime()) - now.getTime();
  if (earlyByMs > 0) return { kind: "early", byMs: earlyByMs };
  const mayProbe = appHold !== null && appHold.probes.length > 0 && !isAccountHeld(account, now);
  return hold && !mayProbe ? { kind: "ignored", why: onHold(hold) } : null;
}

function fail(c: Collaborators, due: Due, via: Via, why: "tooManyAttempts" | Missed): Promise<ClaimAnswer> {
  return c.db.$transaction(async (tx) => {
    const cause = why === "tooManyAttempts" ? why : await missedCause(tx, due, why.hold);
    return (await failUnclaimed(tx, due, via, due.now, cause)) ?? lost;
  });
}

/** @throws ProbeTaken when another tweet takes the probe's turn meanwhile: the claim is undone. */
function takeAsProbe(c: Collaborators, taking: Taking, appHold: AppHoldInForce): Promise<Taken | null> {
  return c.db.$transaction(async (tx) => {
    const taken = await takeDue(tx, taking);
    if (!taken) return null;
    const probes = await takeProbe(tx, appHold, taking.due.now);
    return { ...taken, claim: { ...taken.claim, probes } };
  });
}
