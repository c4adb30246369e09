// A hold that X's answer asks for: nothing of the account, or of the whole app, goes out until it ends. Its owner is
// told in the same transaction, once for each time that it begins.
import { nextHold, type StandingHold } from "~/domain/hold";
import type { HoldReason } from "~/domain/outcome";
import type { Tx } from "../db";
import { recordFlight } from "../flight-recorder";
import type { Later } from "./later-outcome";
import type { Actor } from "./move-tweet";
import { tellOfHold } from "./tell-of-hold";
import { nextTurn } from "./turns";

/** The tweet whose call to X met the hold, and who made the call. */
export type HeldBy = { tweetId: string; revision: number; accountId: string; via: Actor };

export type AskedHold = {
  scope: "account" | "app";
  reason: HoldReason;
  /** Null where an act, or a tweet that gets through, ends it. */
  until: Date | null;
  /** When the first tweet may go ahead as a probe; null where none may. */
  probeAfter: Date | null;
  /** About this version of the account's tokens; a newer one is not held. Null for any. */
  tokenVersion: number | null;
};

/**
 * Begins the hold that an outcome asks for, or renews it. Returns the outcome, where the hold's end is known with the
 * tweet's own turn after it: what one account has waiting does not go out in one second.
 */
export async function writeHold(
  tx: Tx,
  claim: HeldBy,
  userId: string,
  outcome: Later,
  now: Date,
): Promise<Later> {
  const asked = outcome.hold;
  if (!asked) return outcome;
  const hold =
    asked.scope === "account"
      ? await holdAccount(tx, claim.accountId, asked, outcome.detail, now)
      : await holdApp(tx, asked, outcome.detail, now);
  if (hold) await noteHold(tx, claim, asked, hold, outcome.detail, now);
  const from = outcome.nextAttemptAt;
  if (!from) return outcome;
  const account = { userId, id: claim.accountId };
  return { ...outcome, nextAttemptAt: await nextTurn(tx, account, { since: from, from }, now) };
}

async function noteHold(
  tx: Tx,
  claim: HeldBy,
  { scope, reason, tokenVersion }: AskedHold,
  { untilMs, sinceMs }: StandingHold,
  words: string,
  now: Date,
): Promise<void> {
  const until = untilMs === null ? null : new Date(untilMs).toISOString();
  await recordFlight(tx, [
    {
      tweetId: claim.tweetId,
      at: now,
      kind: "held",
      actor: claim.via,
      revision: claim.revision,
      detail: { scope, reason, until, words },
    },
  ]);
  const since = new Date(sinceMs ?? now.getTime());
  await tellOfHold(tx, claim, { scope, reason, since, untilMs, tokenVersion, words }, now);
}

async function holdAccount(
  tx: Tx,
  accountId: string,
  asked: AskedHold,
  detail: string,
  now: Date,
): Promise<StandingHold | null> {
  const [row] = await tx.$queryRaw<AccountRow[]>`
    SELECT "holdReason", "holdUntil", "holdSince", "tokenVersion" FROM "XAccount"
    WHERE "id" = ${accountId}::uuid FOR NO KEY UPDATE`;
  if (!row || (asked.tokenVersion !== null && asked.tokenVersion !== row.tokenVersion)) return null;
  const present = row.holdReason ? standing(row.holdReason, row.holdUntil, row.holdSince) : null;
  const hold = nextHold(present, endOf(asked), now.getTime());
  if (hold.reason !== asked.reason) return null;
  await tx.xAccount.update({
    where: { id: accountId },
    data: { holdReason: hold.reason, holdDetail: detail, ...times(hold) },
  });
  return hold;
}

type AccountRow = {
  holdReason: string | null;
  holdUntil: Date | null;
  holdSince: Date | null;
  tokenVersion: number;
};

async function holdApp(tx: Tx, asked: AskedHold, detail: string, now: Date): Promise<StandingHold> {
  const { reason, probeAfter } = asked;
  // Written first and read then: of two that begin it at once, the second renews what the first began.
  await tx.appHold.createMany({
    data: [{ reason, until: asked.until, probeAfter, detail, since: now }],
    skipDuplicates: true,
  });
  const [row] = await tx.$queryRaw<{ until: Date | null; since: Date }[]>`
    SELECT "until", "since" FROM "AppHold" WHERE "reason" = ${reason} FOR NO KEY UPDATE`;
  const present = row ? standing(reason, row.until, row.since) : null;
  const hold = nextHold(present, endOf(asked), now.getTime());
  const { holdUntil: until, holdSince: since } = times(hold);
  await tx.appHold.update({ where: { reason }, data: { until, since: since ?? now, probeAfter, detail } });
  return hold;
}

const endOf = ({ reason, until }: AskedHold) => ({ reason, untilMs: until?.getTime() ?? null });

const standing = (reason: string, until: Date | null, since: Date | null): StandingHold => ({
  reason,
  untilMs: until?.getTime() ?? null,
  sinceMs: since?.getTime() ?? null,
});

const times = ({ untilMs, sinceMs }: StandingHold) => ({
  holdUntil: untilMs === null ? null : new Date(untilMs),
  holdSince: sinceMs === null ? null : new Date(sinceMs),
});
