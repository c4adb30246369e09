// Publishes one due tweet: claim, one call to X, the outcome recorded. A call that X may have carried out is never
// repeated; a part that was never marked as being sent is surely absent.
import { type Meaning, meaningOf, type XAnswer } from "~/domain/outcome";
import { policy } from "~/domain/policy";
import { publishRetryDelayMs } from "~/domain/schedule";
import type { Collaborators } from "../collaborators";
import type { TokenAnswer } from "../x/tokens";
import { armTweets } from "./arm";
import { type ClaimAnswer, type Claimed, claimTweet, type Via } from "./claim";
import { type Outcome, recordOutcome } from "./record-outcome";

export type PublishAnswer =
  | Exclude<ClaimAnswer, { kind: "claimed" }>
  | { kind: "done"; outcome: Outcome["kind"] };

const recordTries = 6;
const recordPauseMs = 500;

/** @throws only when the database cannot be reached; whatever X does becomes an outcome. */
export async function publishTweet(
  c: Collaborators,
  target: { tweetId: string; revision: number },
  via: Via,
): Promise<PublishAnswer> {
  const answer = await claimTweet(c, target, via);
  if (answer.kind !== "claimed") return answer;
  const { claim } = answer;
  c.log.debug({ tweetId: claim.tweetId, attemptId: claim.attemptId, via }, "tweet.claimed");
  const outcome = await send(c, claim);
  const isRecorded = await recordWithPatience(c, claim, outcome);
  c.log.info(
    { tweetId: claim.tweetId, attemptId: claim.attemptId, outcome: outcome.kind, isRecorded },
    "tweet.attempted",
  );
  if (outcome.kind === "later" && outcome.nextAttemptAt) await armTweets(c, [claim.tweetId], via);
  return { kind: "done", outcome: outcome.kind };
}

type Token = { accessToken: string; version: number };

async function send(c: Collaborators, claim: Claimed): Promise<Outcome> {
  const token = await c.publisher.token(claim.accountId);
  if (token.kind !== "token") return withoutToken(c, claim, token);
  const first = await sendOnce(c, claim, token);
  if (first.kind !== "expired") return first;
  const renewed = await c.publisher.renewToken(claim.accountId, token.version);
  if (renewed.kind !== "token") return withoutToken(c, claim, renewed);
  const second = await sendOnce(c, claim, renewed);
  return second.kind === "expired" ? needsReconnect(renewed.version, second.detail) : second;
}

async function sendOnce(
  c: Collaborators,
  claim: Claimed,
  token: Token,
): Promise<Outcome | { kind: "expired"; detail: string }> {
  const permission = await markSending(c, claim);
  if (permission !== "send") return permission;
  const answer = await c.publisher.create(token.accessToken, claim.part.text);
  const meaning = meaningOf(answer, { afterUnknown: false });
  if (meaning.kind === "later" && meaning.hold?.reason === "reconnect") {
    return needsReconnect(token.version, meaning.detail);
  }
  return outcomeOf(c, claim, meaning, answer);
}

/** Marks the part and renews the lease. Too long a pause after that, and somebody else may have taken over: don't send. */
async function markSending(c: Collaborators, claim: Claimed): Promise<"send" | Outcome> {
  const now = await c.clock.now();
  const leaseUntil = new Date(now.getTime() + policy.publish.leaseMs);
  const tweet = await c.db.$transaction(async (tx) => {
    const [marked] = await tx.tweet.updateManyAndReturn({
      where: {
        id: claim.tweetId,
        revision: claim.revision,
        status: "PUBLISHING",
        leaseUntil: { gt: now },
        attempts: { some: { id: claim.attemptId, endedAt: null } },
      },
      data: { leaseUntil },
    });
    if (!marked || marked.stopRequestedAt) return marked ?? null;
    await tx.attempt.updateMany({ where: { id: claim.attemptId }, data: { leaseUntil } });
    await tx.part.updateMany({ where: { id: claim.part.id }, data: { state: "SENDING", sendingAt: now } });
    return marked;
  });
  if (!tweet) return putOff(now, "Another worker has taken over.");
  if (tweet.stopRequestedAt) {
    return { kind: "refused", failure: "stopped", detail: "Stopped before it was sent.", httpStatus: null };
  }
  const pausedMs = (await c.clock.now()).getTime() - now.getTime();
  return pausedMs > policy.publish.sendDeadlineMs
    ? putOff(now, "The machine paused just before sending, so it was not sent.")
    : "send";
}

async function outcomeOf(
  c: Collaborators,
  claim: Claimed,
  meaning: Meaning,
  answer: XAnswer,
): Promise<Outcome | { kind: "expired"; detail: string }> {
  const httpStatus = answer.kind === "response" ? answer.status : null;
  switch (meaning.kind) {
    case "posted":
      return { kind: "posted", xId: meaning.id };
    case "unknown":
    case "expired":
      return meaning;
    case "refused":
      return { ...meaning, httpStatus };
    case "later":
      return { ...(await later(c, claim, meaning)), httpStatus };
  }
}

async function later(
  c: Collaborators,
  claim: Claimed,
  meaning: Extract<Meaning, { kind: "later" }>,
): Promise<Outcome & { kind: "later" }> {
  const { hold, detail } = meaning;
  const now = await c.clock.now();
  const earliestMs =
    now.getTime() +
    (hold?.reason === "noCredits" || hold?.reason === "badApp"
      ? policy.publish.probeMs
      : publishRetryDelayMs(claim.attemptNumber, policy));
  const until = new Date(Math.max(meaning.untilMs ?? 0, earliestMs));
  return {
    ...putOff(until, detail),
    nextAttemptAt: until,
    hold: hold ? { ...hold, until, tokenVersion: null } : null,
  };
}

async function withoutToken(
  c: Collaborators,
  claim: Claimed,
  answer: Exclude<TokenAnswer, { kind: "token" }>,
): Promise<Outcome> {
  switch (answer.kind) {
    case "reconnect":
      return needsReconnect(answer.version, answer.detail);
    case "badApp": {
      c.log.error({ detail: answer.detail }, "x.app_credentials_refused");
      const until = new Date((await c.clock.now()).getTime() + policy.publish.probeMs);
      return {
        ...putOff(until, answer.detail),
        hold: { scope: "app", reason: "badApp", until, tokenVersion: null },
      };
    }
    case "later": {
      const now = await c.clock.now();
      return putOff(
        new Date(now.getTime() + publishRetryDelayMs(claim.attemptNumber, policy)),
        answer.detail,
      );
    }
  }
}

function putOff(nextAttemptAt: Date, detail: string): Outcome & { kind: "later" } {
  return { kind: "later", nextAttemptAt, hold: null, detail, httpStatus: null };
}

/** The account waits until its owner connects it again; if that has happened meanwhile, it does not wait. */
function needsReconnect(tokenVersion: number, detail: string): Outcome & { kind: "later" } {
  return {
    kind: "later",
    nextAttemptAt: null,
    hold: { scope: "account", reason: "reconnect", until: null, tokenVersion },
    detail,
    httpStatus: null,
  };
}

/**
 * X has answered: the database gets several chances to hear it, whatever it fails with (a lost connection, a deadlock, a
 * transaction that took too long), before the lease decides instead.
 */
async function recordWithPatience(c: Collaborators, claim: Claimed, outcome: Outcome): Promise<boolean> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      const now = await c.clock.now();
      return await c.db.$transaction((tx) => recordOutcome(tx, claim, outcome, now));
    } catch (error) {
      c.log.error(
        { tweetId: claim.tweetId, attemptId: claim.attemptId, tryNumber, error },
        "tweet.outcome_unrecorded",
      );
      if (tryNumber >= recordTries) throw error;
      await c.clock.sleep(recordPauseMs * tryNumber);
    }
  }
}
