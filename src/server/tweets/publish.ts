// Publishes one due tweet: claim, then part by part one call to X and its outcome recorded, each part before the next is
// sent. What X may have taken is never sent again blindly, so a thread goes on where it stopped.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { liftProbed } from "../holds/lift-probed";
import { passProbeOn } from "../holds/pass-probe-on";
import { withPatience } from "../with-patience";
import { armTweets } from "./arm";
import { type ClaimAnswer, type Claimed, claimTweet, type Via } from "./claim";
import type { Delivery } from "./close-delivery";
import { type Outcome, type Recorded, recordOutcome } from "./record-outcome";
import { recordPosted } from "./record-posted";
import { recordTaken } from "./record-taken";
import { sendPart } from "./send-part";
import { settleTweet } from "./settle";
import type { Probe } from "./take-probe";

export type PublishAnswer =
  | Exclude<ClaimAnswer, { kind: "claimed" }>
  /** What came of the last part that was tried. */
  | { kind: "done"; outcome: Published };

/** "adopted": X did not say, and then showed it. */
export type Published = Outcome["kind"] | "adopted";

/** @throws only when the database cannot be reached; whatever X does becomes an outcome. */
export async function publishTweet(
  c: Collaborators,
  target: { tweetId: string; revision: number },
  via: Via,
): Promise<PublishAnswer> {
  const answer = await claimTweet(c, target, via);
  if (answer.kind !== "claimed") return answer;
  return { kind: "done", outcome: await publishParts(c, answer.claim) };
}

/**
 * Sends the claimed part and, as long as each is posted, those after it. Returns what came of the last one that was tried.
 * @param delivery that brought it: when all are out it is closed with that, unless it was answered before.
 * @throws only when the database cannot be reached.
 */
export async function publishParts(
  c: Collaborators,
  first: Claimed,
  delivery?: Delivery,
): Promise<Published> {
  const proven: Probe[] = [];
  for (let claim = first; ; ) {
    const outcome = await sendPart(c, claim);
    const { isRecorded, next, isPutOff, lookAt } = await recordWithPatience(c, claim, outcome, delivery);
    const { tweetId, attemptId, part } = claim;
    c.log[outcome.kind === "posted" ? "debug" : "info"](
      { tweetId, attemptId, part: part.position, outcome: outcome.kind, isRecorded },
      "tweet.attempted",
    );
    if (isPutOff) await armTweets(c, [tweetId], claim.via);
    if (outcome.kind === "posted") proven.push(...claim.probes);
    if (provesNoHold(outcome)) await passProbeOn(c, claim.probes);
    if (!next) {
      await liftProbed(c, proven, claim.via);
      return lookAt ? settleSoon(c, claim, lookAt) : outcome.kind;
    }
    claim = next;
  }
}

/** It failed for the tweet's own sake, or its account's: of a hold on the whole app that tells nothing. */
function provesNoHold(outcome: Outcome): boolean {
  return outcome.kind === "refused" || (outcome.kind === "later" && outcome.hold?.scope !== "app");
}

/** X shows a post within seconds: most unknown outcomes are known before the next sweep. */
async function settleSoon(c: Collaborators, claim: Claimed, lookAt: Date): Promise<Published> {
  await c.clock.sleep(policy.settle.firstLookMs);
  const published = await settleAndGoOn(c, claim, claim.via, lookAt);
  if (published === "adopted" || published === "posted") await liftProbed(c, claim.probes, claim.via);
  return published;
}

/**
 * Settles a publication whose lease is over, or the caller's own that ends at `ownLease`; where that puts the tweet back
 * on the schedule, publishes what is left of it.
 * @throws only when the database cannot be reached.
 */
export async function settleAndGoOn(
  c: Collaborators,
  target: { tweetId: string; revision: number },
  via: Via,
  ownLease?: Date,
): Promise<Published> {
  const settled = await settleTweet(c, target.tweetId, via, ownLease);
  if (settled.isPutOff) {
    const answer = await publishTweet(c, target, via);
    if (answer.kind === "done") return answer.outcome;
  }
  return settled.kind === "adopt" ? "adopted" : "unknown";
}

/** The tweet is: there is nothing more to do for it. */
const posted: Recorded = { isRecorded: true, next: null, isPutOff: false, lookAt: null };

/** Where even patience does not help, the lease decides instead. */
function recordWithPatience(
  c: Collaborators,
  claim: Claimed,
  outcome: Outcome,
  delivery: Delivery | undefined,
): Promise<Recorded> {
  const { tweetId, attemptId } = claim;
  return withPatience(
    c.clock,
    () => recordOnce(c, claim, outcome, delivery?.isClosed ? undefined : delivery),
    (failure) => c.log.error({ tweetId, attemptId, ...failure }, "tweet.outcome_unrecorded"),
  );
}

async function recordOnce(
  c: Collaborators,
  claim: Claimed,
  outcome: Outcome,
  delivery: Delivery | undefined,
): Promise<Recorded> {
  try {
    const isAll = outcome.kind === "posted" && claim.isLast;
    if (isAll && (await recordPosted(c, claim, outcome, delivery))) return posted;
    const now = await c.clock.now();
    return await c.db.$transaction((tx) => recordOutcome(tx, claim, outcome, now));
  } catch (error) {
    const taken = outcome.kind === "posted" ? await recordTaken(c, claim, outcome.xId) : null;
    if (!taken) throw error;
    return taken;
  }
}
