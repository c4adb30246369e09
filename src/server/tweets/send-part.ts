// Sends one part: its files, then one call to X, and what came of it. A call that X may have carried out is never
// repeated; only a token that X calls expired is renewed, once, and the part sent with the new one.
import { isForgotten } from "~/domain/media-upload";
import { type Meaning, meaningOf, type XAnswer } from "~/domain/outcome";
import type { Collaborators } from "../collaborators";
import type { NoToken } from "../x/refresh";
import { troubleOf } from "../x/token-trouble";
import { type Token, withToken } from "../x/with-token";
import type { Claimed } from "./claim";
import { laterOutcome } from "./later-outcome";
import { markSending } from "./mark-sending";
import { noteAnswer, noteSignIn, withoutEcho } from "./note-answer";
import { forgetUploads, prepareMedia } from "./prepare-media";
import type { Outcome } from "./record-outcome";
import { unsent } from "./unsent";
import type { Unready } from "./upload-job";

/** Asks X to create the claimed part. Whatever X does becomes an outcome; it is not yet recorded. */
export async function sendPart(c: Collaborators, claim: Claimed): Promise<Outcome> {
  const send = async (token: Token) => {
    if (token.isRenewed) await noteSignIn(c, claim, "renewed");
    return sendOnce(c, claim, token);
  };
  const sent = await withToken(c.publisher, claim.accountId, send, claim.read?.token);
  return sent.kind === "noToken" ? withoutToken(c, claim, sent.noToken) : sent;
}

/** Uploads X's lost files anew, once: that a post names one which X no longer has is no fault of the post. */
async function sendOnce(c: Collaborators, claim: Claimed, token: Token): Promise<Unready> {
  const sent = await sendPrepared(c, claim, token);
  const hasLostFile =
    sent.kind === "refused" &&
    sent.failure === "media" &&
    isForgotten({ status: sent.httpStatus ?? 0, detail: sent.detail });
  return hasLostFile && (await forgetUploads(c, claim)) ? sendPrepared(c, claim, token) : sent;
}

async function sendPrepared(c: Collaborators, claim: Claimed, token: Token): Promise<Unready> {
  const unready = await prepareMedia(c, claim, token);
  if (unready) return unready;
  const permission = await markSending(c, claim);
  if (permission.kind !== "send") return unsent(c, permission.kind);
  const answer = await c.publisher.create(token.accessToken, {
    text: claim.part.text,
    replyToXId: claim.replyToXId,
    xMediaIds: permission.xMediaIds,
  });
  await noteAnswer(c, claim, answer);
  const meaning = withoutEcho(meaningOf(answer, claim), claim.part.text);
  const outcome = await outcomeOf(c, claim, meaning, answer, token.version);
  return outcome.kind === "posted" ? { ...outcome, shown: permission.shown } : outcome;
}

async function outcomeOf(
  c: Collaborators,
  claim: Claimed,
  meaning: Meaning,
  answer: XAnswer,
  tokenVersion: number,
): Promise<Unready> {
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
