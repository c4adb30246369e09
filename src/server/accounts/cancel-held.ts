import { policy } from "~/domain/policy";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { planCancel } from "../tweets/cancel";
import { askToCancel } from "../tweets/cancel-messages";
import { commitChange } from "../tweets/change-tweet";
import { findAppHold, holdsOn } from "../tweets/holds";
import { findOwnAccount, type OwnAccount } from "./find-account";

export type CancelHeldAnswer = {
  cancelled: number;
  /** Threads of which part is out: they stop there. */
  stopped: number;
  /** What was cancelled and could be scheduled again at its own time, as it is named now. */
  undoable: { id: string; revision: number }[];
  /** Tweets of the account that still wait: one request cancels `policy.hold.cancelBatch` at the most. */
  left: number;
};

/**
 * Cancels what waits on an account that is on hold, the nearest first, each as its owner would by hand. One that moves
 * meanwhile is left.
 * @throws AppError NOT_FOUND, NOT_ALLOWED where nothing is on hold
 */
export async function cancelHeld(c: Collaborators, own: OwnAccount): Promise<CancelHeldAnswer> {
  const now = await c.clock.now();
  const account = await findOwnAccount(c.db, own);
  if (holdsOn(account, await findAppHold(c.db, now), now).length === 0) {
    throw new AppError(
      "NOT_ALLOWED",
      `@${account.handle} is not on hold, so nothing was cancelled. Cancel its tweets one by one.`,
    );
  }
  const waiting = { ...own, status: "SCHEDULED" } as const;
  const tweets = await c.db.tweet.findMany({
    where: waiting,
    select: { id: true, revision: true, startedAt: true, scheduledFor: true },
    orderBy: [{ scheduledFor: "asc" }, { id: "asc" }],
    take: policy.hold.cancelBatch,
  });
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
  return { cancelled, stopped, undoable, left: await c.db.tweet.count({ where: waiting }) };
}
