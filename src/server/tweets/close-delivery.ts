// A delivery in its tweet's history: recorded with the claim that it leads to, or by itself, and closed with what we
// answered.
import type { Collaborators } from "../collaborators";
import { completeFlight, flightDetail, noteFlight } from "../flight-recorder";
import { kept } from "../kept-statement";

export type Delivery = {
  qstashId: string | null;
  /** How often QStash has tried it before, as it says. */
  retried: number | null;
  /** Its entry; null as long as there is none. */
  flightId: bigint | null;
};

type Target = { tweetId: string; revision: number };
type Answered = { answer: "handled" | "early" | "trouble"; said: string };

/** Records it, if nobody has. Never throws. */
export async function noteDelivery(
  c: Collaborators,
  target: Target,
  delivery: Delivery,
  answered?: Answered,
): Promise<void> {
  const { qstashId, retried, flightId } = delivery;
  if (flightId !== null) return;
  const detail = { qstashId, retried, ...answered };
  const [noted] = await noteFlight(c, [{ ...target, kind: "delivered", actor: "qstash", detail }]);
  delivery.flightId = noted ?? null;
}

/** Adds what we answered. Never throws. */
export async function answerDelivery(
  c: Collaborators,
  target: Target,
  delivery: Delivery,
  answered: Answered,
): Promise<void> {
  if (delivery.flightId === null) await noteDelivery(c, target, delivery, answered);
  else await completeFlight(c, [delivery.flightId], answered);
}

/** Adds what we answered, and marks its message as done with. @throws only when the database cannot be reached. */
export async function closeDelivery(
  c: Collaborators,
  target: Target,
  delivery: Delivery,
  answered: Answered,
): Promise<void> {
  await noteDelivery(c, target, delivery);
  await c.db.$executeRaw`${kept}
    WITH ended AS (
      UPDATE "Message" SET "endedAt" = ${c.clock.inSql()}
      WHERE "qstashId" = ${delivery.qstashId} AND "endedAt" IS NULL)
    UPDATE "FlightEntry" SET "detail" = "detail" || ${flightDetail(answered)}::jsonb
    WHERE "id" = ${delivery.flightId} AND "kind" <> 'cut'`;
}
