// What a move tells the tweet's owner. Decided here and written by the move itself, so that no verb forgets. What an
// owner did by hand is not told back.
import type { Notice } from "~/domain/notices";
import type { Tweet } from "~/generated/prisma/client";
import type { Tx } from "../db";
import type { Move } from "./move-tweet";
import { tell } from "./tell";

/** @param eventId of the move: what happens again is told again. */
export async function tellOfMove(tx: Tx, moved: Tweet, move: Move, eventId: bigint): Promise<void> {
  const notice = noticeOf(moved, move);
  if (!notice) return;
  await tell(tx, {
    ...notice,
    userId: moved.userId,
    tweetId: moved.id,
    accountId: moved.accountId,
    key: `${notice.kind}:${moved.id}:${eventId}`,
    at: move.now,
  });
}

function noticeOf(moved: Tweet, move: Move): Notice | null {
  const from = move.guard.status;
  if (move.kind === "roll-back stuck") {
    return { kind: "rollbackStuck", detail: { words: moved.rollbackError ?? "" } };
  }
  if (move.actor === "owner") return null;
  if (move.kind === "orphaned") return { kind: "orphaned", detail: { reason: moved.orphanReason ?? "" } };
  if (move.kind === "posted, learned late" && isUnexpected(moved, move)) {
    const words = move.detail?.replaced === undefined ? "same" : "new";
    return { kind: "upAfterAll", detail: { from, words } };
  }
  if (moved.status === from) return null;
  if (moved.status === "UNCONFIRMED") return { kind: "unconfirmed", detail: {} };
  if (moved.status !== "FAILED") return null;
  const failure = moved.failureKind ?? "";
  return moved.startedAt
    ? { kind: "halfOut", detail: { failure } }
    : failureNotice(failure, move.detail ?? {});
}

/**
 * While it was looked for, or was to be sent again as it is, its owner waits for nothing else. Where another try at it was
 * under way, a notice of its own tells of both.
 */
function isUnexpected({ revision }: Tweet, { guard, detail }: Move): boolean {
  if (detail?.another !== undefined) return false;
  if (guard.status === "UNCONFIRMED") return false;
  const isToGoOut = guard.status === "SCHEDULED" || guard.status === "PUBLISHING";
  return !isToGoOut || detail?.replaced !== undefined || detail?.revision !== revision - 1;
}

function failureNotice(failure: string, why: { hold?: unknown; scope?: unknown; cause?: unknown }): Notice {
  const hold = typeof why.hold === "string" ? { hold: why.hold } : {};
  const cause = typeof why.cause === "string" ? { cause: why.cause } : {};
  const scope = typeof why.scope === "string" ? { scope: why.scope } : {};
  if (failure === "missed") return { kind: "missed", detail: { ...hold, ...scope, ...cause } };
  if (failure === "stopped") return { kind: "stopped", detail: {} };
  return { kind: "failed", detail: { failure, ...hold } };
}
