// Messages of ours that serve no tweet any more yet are still alive at QStash: cancelled, by id only, after the
// tweet was read again. They could post nothing; they cost a call and confuse people.
import { policy } from "~/domain/policy";
import { isGhost, type Verdict } from "~/domain/reconcile";
import type { Message, Tweet } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { askToCancel } from "./cancel-messages";
import { gatherVerdicts } from "./gather-verdicts";

type Superseded = Message & { qstashId: string; tweet: Tweet; verdict: Verdict & { label?: string } };

export type GhostsFound = { ghosts: Superseded[]; looked: number; calls: number };

const endedKinds = new Set(["DELIVERED", "DEAD", "REMOVED", "OURS", "MISSING"]);

/** Looks at superseded messages that were not seen to end, and notes those that have. Cancels nothing. */
export async function findGhosts(c: Collaborators, budgetMs: number): Promise<GhostsFound> {
  const candidates = await c.db.message.findMany({
    where: {
      endedAt: null,
      qstashId: { not: null },
      OR: [{ cancelRequestedAt: { not: null } }, { tweet: { qstashId: null } }],
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: policy.sweep.batch,
  });
  const ids = candidates.flatMap(({ qstashId }) => qstashId ?? []);
  if (ids.length === 0) return { ghosts: [], looked: 0, calls: 0 };
  const { byId, calls } = await gatherVerdicts(c, ids, await c.clock.now(), budgetMs);
  const ended = ids.filter((id) => endedKinds.has(byId.get(id)?.kind ?? ""));
  if (ended.length > 0) {
    await c.db.message.updateMany({
      where: { qstashId: { in: ended }, endedAt: null },
      data: { endedAt: await c.clock.now() },
    });
  }
  const present = await c.db.message.findMany({
    where: { qstashId: { in: ids }, endedAt: null },
    include: { tweet: true },
  });
  const ghosts = present.flatMap(({ qstashId, ...message }) => {
    const verdict = qstashId ? byId.get(qstashId) : undefined;
    if (!qstashId || !verdict) return [];
    const isOne = isGhost({
      verdict,
      carriesOurLabel: verdict.label === c.queue.label,
      messageRevision: message.revision,
      tweetRevision: message.tweet.revision,
      isTweetScheduled: message.tweet.status === "SCHEDULED",
      isCurrentMessage: message.tweet.qstashId === qstashId,
    });
    return isOne ? [{ ...message, qstashId, verdict }] : [];
  });
  return { ghosts, looked: ids.length, calls };
}

/** Cancels ghosts at QStash, having written first that we ask. */
export async function cancelGhosts(c: Collaborators, ghosts: Superseded[]): Promise<void> {
  if (ghosts.length === 0) return;
  const ids = ghosts.map(({ qstashId }) => qstashId);
  await c.db.message.updateMany({
    where: { qstashId: { in: ids }, cancelRequestedAt: null },
    data: { cancelRequestedAt: await c.clock.now() },
  });
  await askToCancel(c, ids, "reconciler");
}
