import { policy } from "~/domain/policy";
import { Prisma, type Tweet } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { planCancel } from "../tweets/cancel";
import { askToCancel } from "../tweets/cancel-messages";
import { commitChange } from "../tweets/change-tweet";
import { isAccountHeld } from "../tweets/holds";
import { isHeld, whenDue } from "../tweets/in-sql";
import { findOwnAccount, type OwnAccount } from "./find-account";

export type CancelHeldAnswer = {
  cancelled: number;
  /** Threads of which part is out: they stop there. */
  stopped: number;
  /** What was cancelled and could be scheduled again at its own time, as it is named now. */
  undoable: { id: string; revision: number }[];
  /** Tweets that it still keeps waiting: one request cancels `policy.hold.cancelBatch` at the most. */
  left: number;
};

/**
 * Cancels what an account's holds keep from going out at its time, the nearest first, each as its owner would by hand.
 * One that moves meanwhile is left, and what is due after a hold's end goes out.
 * @throws AppError NOT_FOUND, NOT_ALLOWED where nothing is on hold
 */
export async function cancelHeld(c: Collaborators, own: OwnAccount): Promise<CancelHeldAnswer> {
  const now = await c.clock.now();
  const account = await findOwnAccount(c.db, own);
  if (!isAccountHeld(account, now)) {
    throw new AppError(
      "NOT_ALLOWED",
      `@${account.handle} is not on hold itself, so nothing was cancelled. Cancel its tweets one by one.`,
    );
  }
  const waiting = waitingOn(own, now);
  const tweets = await c.db.$queryRaw<Waiting[]>`
    SELECT t."id", t."revision", t."startedAt", t."scheduledFor" ${waiting}
    ORDER BY t."scheduledFor", t."id" LIMIT ${policy.hold.cancelBatch}`;
  let [cancelled, stopped] = [0, 0];
  const undoable: CancelHeldAnswer["undoable"] = [];
  const unwanted: string[] = [];
  for (const { id, revision, startedAt, scheduledFor } of tweets) {
    try {
      const target = { userId: own.userId, id, revision };
      unwanted.push(...(await commitChange(c, target, "cancel", planCancel)));
      if (startedAt) stopped += 1;
      else cancelled += 1;
      if (!startedAt && scheduledFor && scheduledFor > now) undoable.push({ id, revision: revision + 1 });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  await askToCancel(c, unwanted);
  const [still] = await c.db.$queryRaw<{ left: number }[]>`SELECT count(*)::int AS "left" ${waiting}`;
  return { cancelled, stopped, undoable, left: still?.left ?? 0 };
}

type Waiting = Pick<Tweet, "id" | "revision" | "startedAt" | "scheduledFor">;

/** As the banner counts them. */
function waitingOn({ userId, accountId }: OwnAccount, now: Date): Prisma.Sql {
  return Prisma.sql`FROM "Tweet" t JOIN "XAccount" a ON a."id" = t."accountId"
    WHERE t."userId" = ${userId}::uuid AND t."accountId" = ${accountId}::uuid AND t."status" = 'SCHEDULED'
      AND ${isHeld(whenDue(now))}`;
}
