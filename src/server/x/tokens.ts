// X's tokens: kept sealed in the account's row, refreshed by one process at a time, the new pair stored before use.
// A refresh token works once: losing the new pair would lose the account.
import type { Policy } from "~/domain/policy";
import type { Clock } from "../clock";
import type { Db, Tx } from "../db";
import { createGate, type Gate } from "../gate";
import type { Log } from "../log";
import type { SecretBox } from "../secret-box";
import { withPatience } from "../with-patience";
import type { XApp } from "./client";
import { outwaitRefresh } from "./outwait-refresh";
import { askForNewPair, type NewPair, type NoToken } from "./refresh";

export type TokenAnswer = { kind: "token"; accessToken: string; version: number } | NoToken;

export type TokenStore = {
  db: Db;
  clock: Clock;
  box: SecretBox;
  log: Log;
  app: XApp;
  policy: Policy;
  refreshes: Refreshes;
};

/** The refreshes of this process. */
export type Refreshes = { gate: Gate; inFlight: Map<string, Promise<TokenAnswer>> };

const refreshesAtOnce = 4;

export function createRefreshes(): Refreshes {
  return { gate: createGate(refreshesAtOnce), inFlight: new Map() };
}

/** An access token as its account's row holds it: sealed. */
export type StoredToken = { accessToken: string; expiresAt: Date; tokenVersion: number };

/** What somebody has read of it already, and when. */
export type ReadToken = StoredToken & { now: Date };

type TokenRow = StoredToken & { refreshToken: string | null; refreshUnanswered: number };

/** The wait for the row, then X, then the write. */
const transactionTimeoutMs = 30_000;

/** The account's access token, refreshed first when it is about to expire. */
export async function freshToken(
  store: TokenStore,
  accountId: string,
  read?: ReadToken,
): Promise<TokenAnswer> {
  const row = read ?? (await readToken(store, accountId));
  const isFresh = row.expiresAt.getTime() > row.now.getTime() + store.policy.tokens.refreshAheadMs;
  return isFresh ? opened(store, accountId, row) : refreshToken(store, accountId, row.tokenVersion);
}

/**
 * Refreshes the pair that the caller saw. Whoever waited for the lock and finds another version takes that one:
 * somebody else has refreshed. A few accounts at once at the most: each holds a connection to the database while X is
 * asked, and the rest of the process needs some too.
 * @param seenVersion the `tokenVersion` of the token that no longer works.
 */
export function refreshToken(
  store: TokenStore,
  accountId: string,
  seenVersion: number,
): Promise<TokenAnswer> {
  const { inFlight, gate } = store.refreshes;
  const key = `${accountId} ${seenVersion}`;
  const running = inFlight.get(key);
  if (running) return running;
  const refresh = gate(() => refreshUnderLock(store, accountId, seenVersion)).finally(() =>
    inFlight.delete(key),
  );
  inFlight.set(key, refresh);
  return refresh;
}

async function refreshUnderLock(
  store: TokenStore,
  accountId: string,
  seenVersion: number,
): Promise<TokenAnswer> {
  // Asked for beforehand: inside, it would need a second connection.
  const now = await store.clock.now();
  let given: NewPair | null = null;
  try {
    return await store.db.$transaction(
      async (tx) => {
        const row = await lockRow(tx, accountId);
        if (row.tokenVersion !== seenVersion) return opened(store, accountId, row);
        const version = row.tokenVersion;
        if (!row.refreshToken) {
          return { kind: "reconnect", version, detail: "X gave no refresh token for this account." };
        }
        const refresh = open(store, accountId, row.refreshToken, version);
        if (!("secret" in refresh)) return refresh;
        const timesBefore = row.refreshUnanswered;
        const answer = await askForNewPair(store, refresh.secret, { version, now, timesBefore });
        if (answer.kind !== "pair") return withoutPair(store, tx, accountId, answer, version);
        given = answer;
        await tx.xAccount.update({ where: { id: accountId }, data: sealed(store, accountId, answer) });
        return { kind: "token", accessToken: answer.accessToken, version: version + 1 };
      },
      { timeout: transactionTimeoutMs, maxWait: transactionTimeoutMs },
    );
  } catch (error) {
    store.log.warn({ accountId, error, hasNewPair: given !== null }, "token.refresh_interrupted");
    if (given) return storePatiently(store, accountId, seenVersion, given);
    return { kind: "later", detail: "The sign-in could not be refreshed now." };
  }
}

/** A refusal counts only of the pair that is still the present one; a silence is counted, and the next try knows of it. */
async function withoutPair(
  store: TokenStore,
  tx: Tx,
  accountId: string,
  answer: NoToken,
  seenVersion: number,
): Promise<TokenAnswer> {
  if (answer.kind === "unanswered") {
    await tx.xAccount.update({ where: { id: accountId }, data: { refreshUnanswered: answer.times } });
  }
  if (answer.kind !== "reconnect") return answer;
  const row = await lockRow(tx, accountId);
  return row.tokenVersion === seenVersion ? answer : opened(store, accountId, row);
}

/** X has used the old pair up: without the new one the account would be lost. On other connections. */
function storePatiently(
  store: TokenStore,
  accountId: string,
  seenVersion: number,
  pair: NewPair,
): Promise<TokenAnswer> {
  return withPatience(
    store.clock,
    async () => {
      await store.db.xAccount.updateMany({
        where: { id: accountId, tokenVersion: seenVersion },
        data: sealed(store, accountId, pair),
      });
      const row = await store.db.xAccount.findUniqueOrThrow({ where: { id: accountId } });
      return opened(store, accountId, row);
    },
    (failure) => store.log.error({ accountId, ...failure }, "token.unstored"),
  );
}

function sealed(store: TokenStore, accountId: string, pair: NewPair) {
  return {
    accessToken: store.box.seal(pair.accessToken, accountId),
    ...(pair.refreshToken ? { refreshToken: store.box.seal(pair.refreshToken, accountId) } : {}),
    expiresAt: pair.expiresAt,
    tokenVersion: { increment: 1 },
    refreshUnanswered: 0,
  };
}

/** NO KEY UPDATE: scheduling a tweet for the account, which looks its key up, need not wait for X. */
async function lockRow(tx: Tx, accountId: string): Promise<TokenRow> {
  await outwaitRefresh(tx);
  const [row] = await tx.$queryRaw<TokenRow[]>`
    SELECT "accessToken", "refreshToken", "expiresAt", "tokenVersion", "refreshUnanswered"
    FROM "XAccount" WHERE "id" = ${accountId}::uuid FOR NO KEY UPDATE`;
  if (!row) throw new Error("The account is gone.");
  return row;
}

async function readToken(store: TokenStore, accountId: string): Promise<ReadToken> {
  const row = await store.db.xAccount.findUniqueOrThrow({ where: { id: accountId } });
  return { ...row, now: await store.clock.now() };
}

function opened(store: TokenStore, accountId: string, row: StoredToken): TokenAnswer {
  const access = open(store, accountId, row.accessToken, row.tokenVersion);
  return "secret" in access
    ? { kind: "token", accessToken: access.secret, version: row.tokenVersion }
    : access;
}

/** A box that does not open (its key is gone, it was altered or moved) is as good as none: connecting again makes a new one. */
function open(
  store: TokenStore,
  accountId: string,
  box: string,
  version: number,
): { secret: string } | NoToken {
  try {
    return { secret: store.box.open(box, accountId) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "no reason given";
    return { kind: "reconnect", version, detail: `The stored sign-in could not be opened. ${reason}` };
  }
}
