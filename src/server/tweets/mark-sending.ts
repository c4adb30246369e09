// The last look before a part is sent: it is still this worker's to send. A part that was never marked is surely not
// at X; after too long a pause somebody else may have taken over, so nothing is sent then.
import { policy } from "~/domain/policy";
import type { PartMedia } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { recordFlight } from "../flight-recorder";
import type { Claimed } from "./claim";
import { keepLease } from "./keep-lease";
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
  const now = await c.clock.now();
  const marked = await mark(c, claim, now);
  if (marked.kind !== "send") return marked;
  const pausedMs = (await c.clock.now()).getTime() - now.getTime();
  return pausedMs > policy.publish.sendDeadlineMs ? { kind: "paused" } : marked;
}

function mark(c: Collaborators, claim: Claimed, now: Date): Promise<Permission> {
  const { sendDeadlineMs, callTimeoutMs } = policy.publish;
  const deadlineAt = new Date(now.getTime() + sendDeadlineMs + callTimeoutMs);
  return c.db.$transaction(async (tx) => {
    const tweet = await keepLease(tx, claim, now);
    if (!tweet) return { kind: "taken" };
    if (tweet.stopRequestedAt) return { kind: "stop" };
    await tx.attempt.updateMany({ where: { id: claim.attemptId }, data: { sendingAt: now, deadlineAt } });
    const part = await tx.part.update({
      where: { id: claim.part.id },
      data: { state: "SENDING", sendingAt: now },
      include: { media: { orderBy: { position: "asc" } } },
    });
    const { tweetId, revision, attemptId, via } = claim;
    const detail = { attemptId, part: claim.part.position };
    await recordFlight(tx, [{ tweetId, revision, kind: "sending", actor: via, at: now, detail }]);
    const shown = part.media.map(({ mediaId, altText }) => ({ mediaId, altText }));
    return { kind: "send", xMediaIds: part.media.map(readyId), shown };
  });
}

/** A post never goes out without what it is to show. */
function readyId({ xMediaId, xState }: PartMedia): string {
  if (!xMediaId || xState !== "READY") throw new Error("A file of this part is not ready at X.");
  return xMediaId;
}
