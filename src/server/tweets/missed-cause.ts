// Why a tweet was still waiting when its lateness limit passed: from the hold that it waits on, or from what happened
// to it since it was due. That nothing ran is said only where nothing did.
import type { MissedCause } from "~/domain/failure-words";
import { scopeOf } from "~/domain/held-delivery";
import { policy } from "~/domain/policy";
import { dueAtMs, latestMs } from "~/domain/schedule";
import type { Tweet } from "~/generated/prisma/client";
import type { Tx } from "../db";
import { toLimited } from "./find-tweet";
import type { HoldInForce } from "./holds";

type Missed = Pick<
  Tweet,
  "id" | "revision" | "scheduledFor" | "nextAttemptAt" | "latenessLimitS" | "startedAt"
>;

/** @param hold that is in force now; null where none is. */
export async function missedCause(tx: Tx, tweet: Missed, hold: HoldInForce | null): Promise<MissedCause> {
  if (hold) return { kind: "hold", reason: hold.reason, scope: hold.scope };
  if (await wasWithheld(tx, tweet.id)) return { kind: "withheld" };
  const last = await tx.event.findFirst({
    where: { tweetId: tweet.id, revision: tweet.revision, kind: { in: ["put off", "resumed"] } },
    orderBy: { id: "desc" },
  });
  const { hold: reason, scope } = (last?.detail ?? {}) as { hold?: unknown; scope?: unknown };
  if (typeof reason === "string") return { kind: "hold", reason, scope: scopeOf(scope) };
  if (last?.kind === "put off") return { kind: "putOff" };
  return { kind: (await didNothingRun(tx, tweet)) ? "outage" : "notReached" };
}

/** Its present message was taken out, and the breaker kept the tweet on the schedule until people had looked. */
async function wasWithheld(tx: Tx, id: string): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ isSo: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM "FlightEntry" f JOIN "Tweet" t ON t."id" = f."tweetId"
      WHERE t."id" = ${id}::uuid AND f."kind" = 'verdict' AND f."detail"->>'action' = 'withhold'
        AND f."detail"->>'verdict' = 'REMOVED' AND f."detail"->>'qstashId' = t."qstashId") AS "isSo"`;
  return found?.isSo ?? false;
}

/** In all the time in which it could have gone out no sweep began and no delivery came. */
async function didNothingRun(tx: Tx, tweet: Missed): Promise<boolean> {
  const dueMs = dueAtMs(tweet.scheduledFor?.getTime() ?? 0, tweet.nextAttemptAt?.getTime());
  const untilMs = latestMs(toLimited(tweet), policy) ?? dueMs;
  if (untilMs - dueMs < policy.sweep.surelyMs) return false;
  const then = { gt: new Date(dueMs), lte: new Date(untilMs) };
  const [ran, came] = [
    await tx.reconcilerRun.findFirst({ where: { job: "sweep", startedAt: then }, select: { id: true } }),
    await tx.flightEntry.findFirst({
      where: { tweetId: tweet.id, kind: "delivered", at: then },
      select: { id: true },
    }),
  ];
  return ran === null && came === null;
}
