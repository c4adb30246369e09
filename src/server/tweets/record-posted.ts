// What nearly every attempt comes to: X has taken the last part, and the tweet is posted. One statement: the attempt
// closed under its id, the part, the move and its event, and the delivery that brought it. Where anything is otherwise it
// writes nothing, and says so.
import { Prisma } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { kept } from "../kept-statement";
import type { Claimed } from "./claim";
import { closingInSql, type Delivery } from "./close-delivery";
import { assigned, eventInSql } from "./move-in-sql";
import { allPosted, type Posted, postedDetail } from "./record-outcome";

/**
 * @param delivery that is still to be answered.
 * @returns false when it is not for this statement to record: another part waits, or somebody else closed the attempt.
 */
export async function recordPosted(
  c: Collaborators,
  claim: Claimed,
  outcome: Posted,
  delivery?: Delivery,
): Promise<boolean> {
  const { tweetId, revision, attemptId, part, via: actor } = claim;
  const at = Prisma.sql`"at"`;
  const detail = postedDetail(claim, outcome);
  const closing = delivery
    ? Prisma.sql`,${closingInSql(delivery, outcome.kind, Prisma.sql`moved`)}`
    : Prisma.empty;
  const recorded = await c.db.$queryRaw<unknown[]>`${kept}
    WITH held AS (
      SELECT t."id", clock."at"
      FROM (SELECT ${c.clock.inSql()} AS "at" OFFSET 0) AS clock, "Tweet" t
        JOIN "Attempt" a ON a."tweetId" = t."id" JOIN "Part" p ON p."tweetId" = t."id"
      WHERE t."id" = ${tweetId}::uuid AND t."revision" = ${revision} AND t."status" = 'PUBLISHING'
        AND a."id" = ${attemptId}::uuid AND a."endedAt" IS NULL
        AND p."id" = ${part.id}::uuid AND p."xId" IS NULL
        AND NOT EXISTS (SELECT FROM "Part" o WHERE o."tweetId" = t."id" AND o."xId" IS NULL AND o."id" <> p."id")
      FOR NO KEY UPDATE OF t, a, p),
    moved AS (
      UPDATE "Tweet" t SET ${assigned(allPosted)}, "statusSince" = "at", "publishedAt" = "at",
        "startedAt" = coalesce(t."startedAt", "at")
      FROM held WHERE t."id" = held."id" RETURNING t.*, held."at"),
    attempt AS (
      UPDATE "Attempt" a SET "endedAt" = "at", "outcome" = ${outcome.kind} FROM moved WHERE a."id" = ${attemptId}::uuid),
    part AS (
      UPDATE "Part" p SET "state" = 'SENT', "xId" = ${outcome.xId}, "sentAt" = "at"
      FROM moved WHERE p."id" = ${part.id}::uuid),
    event AS (${eventInSql({ kind: "posted", from: "PUBLISHING", actor, at, detail })})${closing}
    SELECT "id"::text FROM moved`;
  if (delivery && recorded.length > 0) delivery.isClosed = true;
  return recorded.length > 0;
}
