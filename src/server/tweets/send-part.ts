// Sends one part: one call to X, and what came of it. A call that X may have carried out is never repeated; only a
// token that X calls expired is renewed, once, and the part sent with the new one.
import { type Meaning, meaningOf, type XAnswer } from "~/domain/outcome";
import type { Collaborators } from "../collaborators";
import type { NoToken } from "../x/refresh";
import { troubleOf } from "../x/token-trouble";
import type { Claimed } from "./claim";
import { laterOutcome, putOff } from "./later-outcome";
import { markSending } from "./mark-sending";
import { noteAnswer, noteSignIn, withoutEcho } from "./note-answer";
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
  if (second.kind !== "expired") return second;
  return withoutToken(c, claim, { kind: "reconnect", version: renewed.version, detail: second.detail });
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
  const meaning = withoutEcho(meaningOf(answer, claim), claim.part.text);
  return outcomeOf(c, claim, meaning, answer, token.version);
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
  tokenVersion: number,
): Promise<Outcome | { kind: "expired"; detail: string }> {
  const httpStatus = answer.kind === "response" ? answer.status : null;
  switch (meaning.kind) {
    case "posted":
      return { kind: "posted", xId: meaning.id };
    case "expired":
      return meaning;
    case "unknown":
    case "refused":
      return { ...meaning, httpStatus };
    case "later":
      return later(c, claim, meaning, { tokenVersion, httpStatus });
  }
}

async function withoutToken(c: Collaborators, claim: Claimed, answer: NoToken): Promise<Outcome> {
  await noteSignIn(c, claim, answer.kind === "unanswered" ? "later" : answer.kind, answer.detail);
  if (answer.kind === "badApp") c.log.error({ detail: answer.detail }, "x.app_credentials_refused");
  const meaning = meaningOf(troubleOf(answer), { afterUnknown: false });
  if (meaning.kind !== "later") throw new Error(`No token, and no way on: ${meaning.kind}.`);
  // Connected again meanwhile, the account has another version of its tokens and is not held for this one.
  const tokenVersion = "version" in answer ? answer.version : null;
  return later(c, claim, meaning, { tokenVersion, httpStatus: null });
}

async function later(
  c: Collaborators,
  { attemptNumber }: Claimed,
  meaning: Extract<Meaning, { kind: "later" }>,
  context: { tokenVersion: number | null; httpStatus: number | null },
): Promise<Outcome> {
  return laterOutcome(meaning, { ...context, now: await c.clock.now(), attemptNumber });
}
