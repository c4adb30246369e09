// A tweet that may no longer be tried fails without being sent, and says why.
import { type MissedCause, missedWords } from "~/domain/failure-words";
import type { Tweet } from "~/generated/prisma/client";
import type { Tx } from "../db";
import type { ClaimAnswer, Via } from "./claim";
import { moveTweet, withoutMessage } from "./move-tweet";

/**
 * @param why it was tried too often, or it was missed and what kept it.
 * @returns null when somebody else moved it first: nothing was written.
 */
export async function failUnclaimed(
  tx: Tx,
  tweet: Pick<Tweet, "id" | "revision" | "latenessLimitS">,
  via: Via,
  now: Date,
  why: "tooManyAttempts" | MissedCause,
): Promise<ClaimAnswer | null> {
  const failureKind = why === "tooManyAttempts" ? why : "missed";
  const moved = await moveTweet(tx, {
    guard: { id: tweet.id, revision: tweet.revision, status: "SCHEDULED" },
    data: {
      ...withoutMessage,
      status: "FAILED",
      failureKind,
      failureDetail: why === "tooManyAttempts" ? null : missedWords(why),
    },
    kind: "failed",
    actor: via,
    now,
    detail: {
      failureKind,
      ...(why === "tooManyAttempts" ? {} : { ...causeOf(why), limitS: tweet.latenessLimitS }),
    },
  });
  return moved && { kind: "failed", why: failureKind };
}

function causeOf(why: MissedCause): { cause: string; hold?: string; scope?: string } {
  if (why.kind !== "hold") return { cause: why.kind };
  const { kind: cause, reason: hold, scope } = why;
  return scope === null ? { cause, hold } : { cause, hold, scope };
}
