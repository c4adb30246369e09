// The end of a hold: turns are given while it still stands, then it is lifted, then their messages are sent. Dying
// anywhere in between leaves a hold that ends later, or tweets that the sweep arms.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { inBatches } from "../in-batches";
import { armTweets } from "../tweets/arm";
import type { Actor } from "../tweets/move-tweet";
import { giveTurns, type TurnsGiven } from "./give-turns";

export type EndingHold = TurnsGiven & {
  /** Lifts it in the database. False where it stands after all: somebody renewed it. */
  lift: () => Promise<boolean>;
};

/** Returns whether it was lifted. */
export async function endHold(c: Collaborators, ending: EndingHold): Promise<boolean> {
  const { scope, reasons, actor } = ending;
  const ids = await giveTurns(c, ending);
  if (!(await ending.lift())) return false;
  c.log.info({ reasons, accountId: scope?.accountId, resumed: ids.length }, "hold.ended");
  await armInTurn(c, ids, actor);
  return true;
}

/** Sends the messages of what was given its turn. What QStash does not take is the sweep's. */
export async function armInTurn(c: Collaborators, ids: string[], actor: Actor): Promise<void> {
  for (const batch of inBatches(ids, policy.arm.batchSize)) await armTweets(c, batch, actor);
}
