// The end of a hold: turns are given while it still stands, then it is lifted, then QStash is told. Dying anywhere in
// between leaves a hold that ends later, or tweets that the sweep arms.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { inBatches } from "../in-batches";
import { armTweets } from "../tweets/arm";
import { askToCancel } from "../tweets/cancel-messages";
import type { Actor } from "../tweets/move-tweet";
import { giveTurns, type TurnsGiven, type TurnsTaken } from "./give-turns";

export type EndingHold = TurnsGiven & {
  /** Lifts it in the database. False where it stands after all: somebody renewed it. */
  lift: () => Promise<boolean>;
};

export type EndedHold = {
  isLifted: boolean;
  /** To be told to QStash. Of a hold that stands nothing is to be armed. */
  turns: TurnsTaken;
};

/** Returns whether it was lifted. */
export async function endHold(c: Collaborators, ending: EndingHold): Promise<boolean> {
  const { isLifted, turns } = await endInDatabase(c, ending);
  await tellQStash(c, turns, ending.actor);
  return isLifted;
}

/** The same without QStash, for a caller who has more to do that cannot wait for it. */
export async function endInDatabase(c: Collaborators, ending: EndingHold): Promise<EndedHold> {
  const { scope, reasons } = ending;
  const turns = await giveTurns(c, ending);
  const isLifted = await ending.lift();
  if (!isLifted) return { isLifted, turns: { ...turns, ids: [] } };
  c.log.info({ reasons, accountId: scope?.accountId, resumed: turns.ids.length }, "hold.ended");
  return { isLifted, turns };
}

/** Sends the messages of what was given its turn, and drops those that it had. What QStash does not take is the sweep's. */
export async function tellQStash(
  c: Collaborators,
  { ids, unwanted }: TurnsTaken,
  actor: Actor,
): Promise<void> {
  for (const batch of inBatches(ids, policy.arm.batchSize)) await armTweets(c, batch, actor);
  await askToCancel(c, unwanted, actor);
}
