// Sends one part: one call to X, and what came of it. A call that X may have carried out is never repeated; only a
// token that X calls expired is renewed, once, and the part sent with the new one.
import { type Meaning, meaningOf, type XAnswer } from "~/domain/outcome";
import { policy } from "~/domain/policy";
import { publishRetryDelayMs } from "~/domain/schedule";
import type { Collaborators } from "../collaborators";
import type { TokenAnswer } from "../x/tokens";
import type { Claimed } from "./claim";
import { markSending } from "./mark-sending";
import { noteAnswer, noteSignIn } from "./note-answer";
import type { Outcome } from "./record-outcome";

/** Asks X to create the claimed part. Whatever X does becomes an outcome; it is not yet recorded. */
export async function sendPart(c: Collaborators, claim: Claimed): Promise<Outcome> {
  const token = await c.publisher.token(claim.accountId);
  if (token.kind !== "token") return withoutToken(c, claim, token);
  const first = await sendOnce(c, claim, token);
  if (first.kind !== "expired") return first;
  const renewed = await c.publisher.renewToken(claim.accountId, token.version);
  if (renewed.kind !== "token") return withoutToken(c, claim, renewed);
  await noteSignIn(c, claim, "renewed");
  const second = await sendOnce(c, claim, renewed);
  return second.kind === "expired" ? needsReconnect(renewed.version, second.detail) : second;
}

type Token = { accessToken: string; version: number };

async function sendOnce(
  c: Collaborators,
  claim: Claimed,
  token: Token,
): Promise<Outcome | { kind: "expired"; detail: string }> {
  const permission = await markSending(c, claim);
  if (permission.kind !== "send") return unsent(c, permission.kind);
  const answer = await c.publisher.create(token.accessToken, {
    text: claim.part.text,
    replyToXId: claim.replyToXId,
    xMediaIds: permission.xMediaIds,
  });
  await noteAnswer(c, claim, answer);
  const meaning = meaningOf(answer, { afterUnknown: false });
  if (meaning.kind === "later" && meaning.hold?.reason === "reconnect") {
    return needsReconnect(token.version, meaning.detail);
  }
  return outcomeOf(c, claim, meaning, answer);
}

async function unsent(c: Collaborators, why: "stop" | "taken" | "paused"): Promise<Outcome> {
  if (why === "stop") {
    return { kind: "refused", failure: "stopped", detail: "Stopped before it was sent.", httpStatus: null };
  }
  const now = await c.clock.now();
  return why === "taken"
    ? putOff(now, "Another worker has taken over.")
    : putOff(now, "The machine paused just before sending, so it was not sent.");
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
  await noteSignIn(c, claim, answer.kind, answer.detail);
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
