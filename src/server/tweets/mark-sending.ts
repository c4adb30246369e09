// The last look before a part is sent: it is still this worker's to send. A part that was never marked is surely not
// at X; after too long a pause somebody else may have taken over, so nothing is sent then.
import { policy } from "~/domain/policy";
import { Prisma } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { flightInSql } from "../flight-recorder";
import { kept } from "../kept-statement";
import type { Claimed } from "./claim";
import { heldLease, renewedUntil } from "./keep-lease";
import type { Shown } from "./write-media";

export type Permission =
  | { kind: "send"; xMediaIds: string[]; shown: Shown[] }
  /** Its owner asked to stop. */
  | { kind: "stop" }
  /** Somebody else has taken over, or the part is out: nothing is sent. */
  | { kind: "taken" }
  | { kind: "paused" };

/** Marks the part and renews the lease for one call to X. */
export async function markSending(c: Collaborators, claim: Claimed): Promise<Permission> {
  const marked = await mark(c, claim);
  if (!marked) return { kind: "taken" };
  if (marked.isStopRequested) return { kind: "stop" };
  const files = marked.files ?? [];
  if (!files.every(isReady)) throw new Error("A file of this part is not ready at X.");
  const pausedMs = (await c.clock.now()).getTime() - marked.at.getTime();
  if (pausedMs > policy.publish.sendDeadlineMs) return { kind: "paused" };
  const shown = files.map(({ mediaId, altText }) => ({ mediaId, altText }));
  return { kind: "send", xMediaIds: files.map(({ xMediaId }) => xMediaId), shown };
}

type File = { mediaId: string; altText: string | null; xMediaId: string; xState: string | null };

/** `at`: when the statement began. */
type Marked = { at: Date; isStopRequested: boolean; files: File[] | null };

const isReady = ({ xMediaId, xState }: File) => xMediaId !== null && xState === "READY";

/** A post never goes out without what it is to show: with a file that is not ready, as with a stop, nothing is marked. */
async function mark(c: Collaborators, claim: Claimed): Promise<Marked | null> {
  const { attemptId, part, via } = claim;
  const { sendDeadlineMs, callTimeoutMs } = policy.publish;
  const deadline = Prisma.sql`"at" + ${sendDeadlineMs + callTimeoutMs}::int * interval '1 millisecond'`;
  const sending = { kind: "sending", actor: via, detail: { attemptId, part: part.position } } as const;
  const [marked] = await c.db.$queryRaw<Marked[]>`${kept}
    WITH held AS (${heldLease(claim, c.clock)}),
    files AS (SELECT * FROM "PartMedia" WHERE "partId" = ${part.id}::uuid),
    going AS (
      SELECT * FROM held WHERE "stopRequestedAt" IS NULL
        AND NOT EXISTS (SELECT FROM files WHERE "xMediaId" IS NULL OR "xState" IS DISTINCT FROM 'READY')),
    tweet AS (UPDATE "Tweet" t SET "leaseUntil" = ${renewedUntil} FROM going WHERE t."id" = going."id"),
    attempt AS (
      UPDATE "Attempt" a SET "leaseUntil" = ${renewedUntil}, "sendingAt" = "at", "deadlineAt" = ${deadline}
      FROM going WHERE a."id" = ${attemptId}::uuid),
    part AS (
      UPDATE "Part" p SET "state" = 'SENDING', "sendingAt" = "at" FROM going WHERE p."id" = ${part.id}::uuid),
    flight AS (${flightInSql(sending, Prisma.sql`going`, Prisma.sql`"at"`)})
    SELECT "at", "stopRequestedAt" IS NOT NULL AS "isStopRequested",
      (SELECT jsonb_agg(jsonb_build_object('mediaId', "mediaId", 'altText', "altText", 'xMediaId', "xMediaId",
        'xState', "xState") ORDER BY "position") FROM files) AS "files"
    FROM held`;
  return marked ?? null;
}
