// One refresh at X, and what its refusal means.
import type { Policy } from "~/domain/policy";
import { withDeadline } from "../with-deadline";
import { answerOfError } from "./answer";
import { appClient, type XApp } from "./client";

/** Why there is no token. */
export type NoToken =
  /** X refuses the refresh token, or there is none: the person must connect the account again. */
  | { kind: "reconnect"; version: number; detail: string }
  | { kind: "badApp"; detail: string }
  /** X could not be asked, or said so itself: nothing was used up, so it may be tried again later. */
  | { kind: "later"; detail: string }
  /** X was asked and did not answer, so many times in a row: it may have used the refresh token up. */
  | { kind: "unanswered"; version: number; times: number; detail: string };

export type NewPair = {
  kind: "pair";
  accessToken: string;
  refreshToken: string | undefined;
  expiresAt: Date;
};

export type RefreshContext = {
  version: number;
  now: Date;
  /** How often in a row X has left this very refresh token unanswered. */
  timesBefore: number;
};

/** Asks X once to change a refresh token for a new pair. It works once: whoever gets the pair must keep it. */
export async function askForNewPair(
  { app, policy }: { app: XApp; policy: Policy },
  refresh: string,
  { version, now, timesBefore }: RefreshContext,
): Promise<NewPair | NoToken> {
  const timeoutMs = policy.tokens.callTimeoutMs;
  const { client, connection } = appClient(app, timeoutMs);
  const unanswered = (detail: string): NoToken =>
    connection.isMade()
      ? { kind: "unanswered", version, times: timesBefore + 1, detail }
      : { kind: "later", detail: "X could not be reached." };
  const call = client.refreshOAuth2Token(refresh).then(
    (given): NewPair | NoToken =>
      pairOf(given, now) ?? unanswered("X's answer to the refresh held no token."),
    (error: unknown): NoToken => refusalOf(answerOfError(error), version, unanswered),
  );
  return withDeadline(timeoutMs, call, () => {
    const answer = unanswered("X did not answer when the sign-in was to be refreshed.");
    connection.cut();
    return answer;
  });
}

/** Null for an answer that gives no token, whatever its status. */
function pairOf(
  {
    accessToken,
    refreshToken,
    expiresIn,
  }: { accessToken: unknown; refreshToken?: unknown; expiresIn: unknown },
  now: Date,
): NewPair | null {
  if (typeof accessToken !== "string" || accessToken === "") return null;
  return {
    kind: "pair",
    accessToken,
    refreshToken: typeof refreshToken === "string" ? refreshToken : undefined,
    expiresAt: new Date(now.getTime() + lifeS(expiresIn) * msPerSecond),
  };
}

const msPerSecond = 1000;
/**
 * X has renewed the pair, and the old one is used up: one whose life it does not tell is kept all the same.
 * Source: https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
 */
const usualLifeS = 2 * 60 * 60;

function lifeS(expiresIn: unknown): number {
  return typeof expiresIn === "number" && Number.isFinite(expiresIn) ? expiresIn : usualLifeS;
}

function refusalOf(
  answer: ReturnType<typeof answerOfError>,
  version: number,
  unanswered: (detail: string) => NoToken,
): NoToken {
  const { detail } = answer;
  if (answer.kind !== "response") return unanswered(detail);
  if (answer.problem === "unauthorized_client" || answer.problem === "invalid_client") {
    return { kind: "badApp", detail };
  }
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429)
    return { kind: "later", detail };
  // A page of whatever stands before X refuses no token: only X's own `error` does.
  return answer.problem === "" ? unanswered(detail) : { kind: "reconnect", version, detail };
}
