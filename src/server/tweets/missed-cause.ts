// Why a tweet was still waiting when its lateness limit passed: from the hold that it waits on, or from what happened
// to it since it was due.
import type { MissedCause } from "~/domain/failure-words";
import type { Tweet } from "~/generated/prisma/client";
import type { Tx } from "../db";
import type { HoldInForce } from "./holds";

/** @param hold that is in force now; null where none is. */
export async function missedCause(
  tx: Tx,
  tweet: Pick<Tweet, "id" | "revision">,
  hold: HoldInForce | null,
): Promise<MissedCause> {
  if (hold) return { kind: "hold", reason: hold.reason };
  const last = await tx.event.findFirst({
    where: { tweetId: tweet.id, revision: tweet.revision, kind: { in: ["put off", "resumed"] } },
    orderBy: { id: "desc" },
  });
  if (!last) return { kind: "outage" };
  const { hold: reason } = (last.detail ?? {}) as { hold?: unknown };
  if (typeof reason === "string") return { kind: "hold", reason };
  return { kind: last.kind === "put off" ? "putOff" : "outage" };
}
