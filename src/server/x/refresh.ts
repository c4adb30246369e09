// One refresh at X, and what its refusal means.
import type { Policy } from "~/domain/policy";
import { answerOfError } from "./answer";
import { appClient, type XApp } from "./client";
import { withDeadline } from "./deadline";

/** Why there is no token. */
export type NoToken =
  /** X refuses the refresh token, or there is none: the person must connect the account again. */
  | { kind: "reconnect"; version: number; detail: string }
  | { kind: "badApp"; detail: string }
  /** X could not be asked. Nothing was sent, so it may be tried again later. */
  | { kind: "later"; detail: string };

export type NewPair = {
  kind: "pair";
  accessToken: string;
  refreshToken: string | undefined;
  expiresAt: Date;
};

/** Asks X once to change a refresh token for a new pair. It works once: whoever gets the pair must keep it. */
export async function askForNewPair(
  { app, policy }: { app: XApp; policy: Policy },
  refresh: string,
  version: number,
  now: Date,
): Promise<NewPair | NoToken> {
  const timeoutMs = policy.tokens.callTimeoutMs;
  const { client, connection } = appClient(app, timeoutMs);
  const call = client.refreshOAuth2Token(refresh).then(
    ({ accessToken, refreshToken, expiresIn }): NewPair => ({
      kind: "pair",
      accessToken,
      refreshToken,
      expiresAt: new Date(now.getTime() + expiresIn * 1000),
    }),
    (error: unknown) => refusalOf(answerOfError(error), version),
  );
  return withDeadline(timeoutMs, call, () => {
    connection.cut();
    return { kind: "later", detail: "X did not answer when the sign-in was to be refreshed." };
  });
}

function refusalOf(answer: ReturnType<typeof answerOfError>, version: number): NoToken {
  const { detail } = answer;
  if (answer.kind !== "response") return { kind: "later", detail };
  if (answer.problem === "unauthorized_client" || answer.problem === "invalid_client") {
    return { kind: "badApp", detail };
  }
  return answer.status >= 500 || answer.status === 429
    ? { kind: "later", detail }
    : { kind: "reconnect", version, detail };
}
