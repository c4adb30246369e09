// What waited on a hold is given its turns: each account's tweets one after another, each with a new message, since the
// one that it had may have come while nothing went out.
import { turnAtMs } from "~/domain/hold";
import { policy } from "~/domain/policy";
import { Prisma, type Tweet } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { markUnwanted, ourIdsOf } from "../tweets/cancel-messages";
import { accountHolds } from "../tweets/holds";
import { isHeld, latest, turnOfAccount } from "../tweets/in-sql";
import { holdRow } from "../tweets/lock-tweet";
import { type Actor, moveTweet, withoutMessage } from "../tweets/move-tweet";
import { nextTurn } from "../tweets/turns";

/** Whose hold ends: one account's, or the whole app's (null). */
export type HeldScope = { userId: string; accountId: string } | null;

export type TurnsGiven = {
  scope: HeldScope;
  /** Those that end; where another holds the same, nothing goes out yet. */
  reasons: string[];
  /** When the hold ran out: a tweet that was put off to then, or later, keeps its turn. Null where an act ends it. */
  ranOutAt: Date | null;
  actor: Actor;
  /** The last turn of each account that was given just before, at another hold's end: it may be used up by now. */
  lastMsOf?: Map<string, number>;
};

/** What QStash does not know of yet: tweets to be armed, and messages that it is to drop. */
export type TurnsTaken = { ids: string[]; unwanted: string[] };

/**
 * Moves what is due and waits, the longest first. To be called while the hold still stands: nothing goes out meanwhile,
 * and dying in between only gave them turns.
 */
export async function giveTurns(c: Collaborators, given: TurnsGiven): Promise<TurnsTaken> {
  const { scope, reasons, ranOutAt, actor, lastMsOf = new Map<string, number>() } = given;
  const now = await c.clock.now();
  if (await isHeldOtherwise(c, scope, reasons, now)) return { ids: [], unwanted: [] };
  const ids: string[] = [];
  const unwanted: string[] = [];
  for (const tweet of await findWaiting(c, given, now)) {
    const { accountId } = tweet;
    const atMs = turnAtMs(now.getTime(), lastMsOf.get(accountId) ?? null, policy.hold.spacingMs);
    const turn = await giveTurn(c, tweet, new Date(atMs), { scope, reasons, ranOutAt, actor, now });
    // Moved by somebody else meanwhile: who ends the same hold has given it this turn, or one like it.
    lastMsOf.set(accountId, turn?.at.getTime() ?? atMs);
    if (!turn) continue;
    ids.push(tweet.id);
    unwanted.push(...turn.unwanted);
  }
  return { ids, unwanted };
}

/** Where something else holds the same, its end gives the turns. */
async function isHeldOtherwise(
  c: Collaborators,
  scope: HeldScope,
  reasons: string[],
  now: Date,
): Promise<boolean> {
  const others = await c.db.appHold.count({
    where: { reason: { notIn: reasons }, OR: [{ until: null }, { until: { gt: now } }] },
  });
  if (others > 0 || !scope) return others > 0;
  const account = await c.db.xAccount.findUnique({ where: { id: scope.accountId } });
  return account !== null && accountHolds(account, now).some(({ reason }) => !reasons.includes(reason));
}

type Waiting = Pick<
  Tweet,
  "id" | "userId" | "accountId" | "revision" | "arming" | "qstashId" | "nextAttemptAt"
>;

/**
 * Some of what is due and waits, each account's first before anybody's second. Where its message may have been taken out
 * on purpose it is left to the sweep, which asks QStash first.
 */
function findWaiting(c: Collaborators, { scope, ranOutAt }: TurnsGiven, now: Date): Promise<Waiting[]> {
  const isInScope = scope
    ? Prisma.sql`t."accountId" = ${scope.accountId}::uuid AND t."userId" = ${scope.userId}::uuid`
    : Prisma.sql`NOT ${isHeld(now)}`;
  return c.db.$queryRaw<Waiting[]>`
    SELECT t."id", t."userId", t."accountId", t."revision", t."arming", t."qstashId", t."nextAttemptAt"
    FROM "Tweet" t JOIN "XAccount" a ON a."id" = t."accountId"
    WHERE t."status" = 'SCHEDULED' AND t."scheduledFor" <= ${now}
      AND (${latest} IS NULL OR ${latest} >= ${now}) AND ${isInScope}
      AND (t."qstashId" IS NULL OR t."missingSince" IS NULL)
      AND (${ranOutAt}::timestamptz IS NULL OR t."nextAttemptAt" IS NULL OR t."nextAttemptAt" < ${ranOutAt})
    ORDER BY ${turnOfAccount}, t."scheduledFor", t."id" LIMIT ${policy.hold.resumeBatch}`;
}

/**
 * @param freeAt its turn where an act ends the hold. One that ran out may be ended by several, or with another: then
 * the turns that the account's tweets have by now say which is free after that.
 * @returns its turn, and the messages that QStash is to drop; null where somebody else moved the tweet first.
 */
async function giveTurn(
  c: Collaborators,
  tweet: Waiting,
  freeAt: Date,
  { scope, reasons, ranOutAt, actor, now }: Omit<TurnsGiven, "lastMsOf"> & { now: Date },
): Promise<{ at: Date; unwanted: string[] } | null> {
  return c.db.$transaction(async (tx) => {
    await holdRow(tx, tweet.id);
    const account = { userId: tweet.userId, id: tweet.accountId };
    const at = ranOutAt ? await nextTurn(tx, account, { since: ranOutAt, from: freeAt }, now) : freeAt;
    const moved = await moveTweet(tx, {
      guard: {
        id: tweet.id,
        revision: tweet.revision,
        arming: tweet.arming,
        status: "SCHEDULED",
        nextAttemptAt: tweet.nextAttemptAt,
      },
      data: {
        ...withoutMessage,
        // Without a message it may be on its way to one, which the same deduplication id finds again.
        arming: tweet.arming + (tweet.qstashId ? 1 : 0),
        nextAttemptAt: at,
      },
      kind: "resumed",
      actor,
      now,
      detail: {
        hold: reasons[0] ?? "",
        scope: scope ? "account" : "app",
        ranOut: ranOutAt !== null,
        at: at.toISOString(),
      },
    });
    if (!moved) return null;
    return { at, unwanted: tweet.qstashId ? ourIdsOf(c, await markUnwanted(tx, tweet.id, now)) : [] };
  });
}
