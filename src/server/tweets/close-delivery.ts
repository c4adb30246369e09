// A delivery in its tweet's history: recorded with the claim that it leads to, or by itself, and closed with what we
// answered.
import { Prisma } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { completeFlight, flightDetail, noteFlight } from "../flight-recorder";
import { kept } from "../kept-statement";

export type Delivery = {
  qstashId: string | null;
  /** How often QStash has tried it before, as it says. */
  retried: number | null;
  /** Its entry; null as long as there is none. */
  flightId: bigint | null;
  /** What we answer is recorded, and its message marked. */
  isClosed: boolean;
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

/**
 * Adds what we answered, and marks its message as done with, unless that was done with what came of it.
 * @throws only when the database cannot be reached.
 */
export async function closeDelivery(
  c: Collaborators,
  target: Target,
  delivery: Delivery,
  said: string,
): Promise<void> {
  if (delivery.isClosed) return;
  delivery.isClosed = true;
  await noteDelivery(c, target, delivery);
  const now = Prisma.sql`(SELECT ${c.clock.inSql()} AS "at")`;
  await c.db.$executeRaw`${kept}
    WITH ${closingInSql(delivery, said, now)} SELECT 1`;
}

/**
 * The same, as the last of the WITH queries of a statement of the caller's.
 * @param from a row, or none where it is not to be done; its `at` is when.
 */
export function closingInSql({ qstashId, flightId }: Delivery, said: string, from: Prisma.Sql): Prisma.Sql {
  const answered: Answered = { answer: "handled", said };
  return Prisma.sql`
    ended AS (
      UPDATE "Message" m SET "endedAt" = closing."at"
      FROM ${from} AS closing WHERE m."qstashId" = ${qstashId} AND m."endedAt" IS NULL),
    answered AS (
      UPDATE "FlightEntry" f SET "detail" = f."detail" || ${flightDetail(answered)}::jsonb
      FROM ${from} AS closing WHERE f."id" = ${flightId} AND f."kind" <> 'cut')`;
}
