// X's tokens: kept sealed in the account's row, refreshed by one process at a time, the new pair stored before use.
// A refresh token works once: losing the new pair would lose the account.
import type { Policy } from "~/domain/policy";
import type { Clock } from "../clock";
import type { Db, Tx } from "../db";
import type { SecretBox } from "../secret-box";
import { answerOfError } from "./answer";
import { appClient, type XApp } from "./client";

export type TokenAnswer =
  | { kind: "token"; accessToken: string; version: number }
  /** X refuses the refresh token, or there is none: the person must connect the account again. */
  | { kind: "reconnect"; detail: string }
  | { kind: "badApp"; detail: string }
  /** X could not be asked. Nothing was sent, so it may be tried again later. */
  | { kind: "later"; detail: string };

export type TokenStore = { db: Db; clock: Clock; box: SecretBox; app: XApp; policy: Policy };

type TokenRow = {
  accessToken: string;
  refreshToken: string | null;
  expiresAt: Date;
  tokenVersion: number;
};

const lockTimeoutMs = 30_000;

/** The account's access token, refreshed first when it is about to expire. */
export async function freshToken(store: TokenStore, accountId: string): Promise<TokenAnswer> {
  const row = await store.db.xAccount.findUniqueOrThrow({ where: { id: accountId } });
  const now = await store.clock.now();
  const isFresh = row.expiresAt.getTime() > now.getTime() + store.policy.tokens.refreshAheadMs;
  return isFresh ? opened(store, accountId, row) : refreshToken(store, accountId, row.tokenVersion);
}

/**
 * Refreshes the pair that the caller saw. Whoever waited for the lock and finds another version takes that one:
 * somebody else has refreshed.
 * @param seenVersion the `tokenVersion` of the token that no longer works.
 */
export async function refreshToken(
  store: TokenStore,
  accountId: string,
  seenVersion: number,
): Promise<TokenAnswer> {
  // Asked for beforehand: inside, it would need a second connection while every other one waits for X in here too.
  const now = await store.clock.now();
  return store.db.$transaction(
    async (tx) => {
      const row = await lockRow(tx, accountId);
      if (row.tokenVersion !== seenVersion) return opened(store, accountId, row);
      if (!row.refreshToken)
        return { kind: "reconnect", detail: "X gave no refresh token for this account." };
      const refresh = open(store, accountId, row.refreshToken);
      return "secret" in refresh ? exchange(store, tx, accountId, row, refresh.secret, now) : refresh;
    },
    { timeout: lockTimeoutMs, maxWait: lockTimeoutMs },
  );
}

async function exchange(
  store: TokenStore,
  tx: Tx,
  accountId: string,
  row: TokenRow,
  refresh: string,
  now: Date,
): Promise<TokenAnswer> {
  try {
    const pair = await appClient(store.app, store.policy.tokens.callTimeoutMs).refreshOAuth2Token(refresh);
    await tx.xAccount.update({
      where: { id: accountId },
      data: {
        accessToken: store.box.seal(pair.accessToken, accountId),
        refreshToken: pair.refreshToken ? store.box.seal(pair.refreshToken, accountId) : row.refreshToken,
        expiresAt: new Date(now.getTime() + pair.expiresIn * 1000),
        tokenVersion: { increment: 1 },
      },
    });
    return { kind: "token", accessToken: pair.accessToken, version: row.tokenVersion + 1 };
  } catch (error) {
    const answer = answerOfError(error);
    if (answer.kind !== "response") return { kind: "later", detail: answer.detail };
    if (answer.problem === "unauthorized_client" || answer.problem === "invalid_client") {
      return { kind: "badApp", detail: answer.detail };
    }
    return answer.status >= 500 || answer.status === 429
      ? { kind: "later", detail: answer.detail }
      : { kind: "reconnect", detail: answer.detail };
  }
}

/** NO KEY UPDATE: scheduling a tweet for the account, which looks its key up, need not wait for X. */
async function lockRow(tx: Tx, accountId: string): Promise<TokenRow> {
  const [row] = await tx.$queryRaw<TokenRow[]>`
    SELECT "accessToken", "refreshToken", "expiresAt", "tokenVersion"
    FROM "XAccount" WHERE "id" = ${accountId}::uuid FOR NO KEY UPDATE`;
  if (!row) throw new Error("The account is gone.");
  return row;
}

function opened(store: TokenStore, accountId: string, row: TokenRow): TokenAnswer {
  const access = open(store, accountId, row.accessToken);
  return "secret" in access
    ? { kind: "token", accessToken: access.secret, version: row.tokenVersion }
    : access;
}

/** A box that does not open (its key is gone, it was altered or moved) is as good as none: connecting again makes a new one. */
function open(
  store: TokenStore,
  accountId: string,
  box: string,
): { secret: string } | { kind: "reconnect"; detail: string } {
  try {
    return { secret: store.box.open(box, accountId) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "no reason given";
    return { kind: "reconnect", detail: `The stored sign-in could not be opened. ${reason}` };
  }
}
