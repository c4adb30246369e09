// Check needed, answered by the one who can look: it is up, or it is not.

import type { Part, Prisma } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { isUniqueViolation, type Tx } from "../db";
import { armTweets } from "./arm";
import { staleError, type Target, viewTweet } from "./change-tweet";
import { findOwnTweet } from "./find-tweet";
import { moveTweet } from "./move-tweet";
import { nextPart } from "./open-attempt";
import type { TweetView } from "./view";

export type ResolveInput = Target & { isUp: boolean; postUrl?: string | undefined };

/**
 * "It is up" records the post's id and is final; "it is not" makes it a failed tweet that can be scheduled again.
 * @throws AppError NOT_FOUND, STALE, NOT_ALLOWED, BAD_INPUT for a link that names no post, or one already recorded
 */
export async function resolveTweet(c: Collaborators, input: ResolveInput): Promise<TweetView> {
  const now = await c.clock.now();
  const post = input.isUp ? requirePost(input.postUrl) : null;
  try {
    await c.db.$transaction((tx) => recordWord(tx, c, input, post, now));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      "BAD_INPUT",
      "That post already belongs to another tweet. Paste the link of this one.",
    );
  }
  await armTweets(c, [input.id], "owner");
  return viewTweet(c, input.userId, input.id);
}

async function recordWord(
  tx: Tx,
  c: Collaborators,
  input: ResolveInput,
  post: Post | null,
  now: Date,
): Promise<void> {
  const tweet = await findOwnTweet(tx, input.userId, input.id);
  if (post?.handle && post.handle.toLowerCase() !== tweet.account.handle.toLowerCase()) {
    throw new AppError(
      "BAD_INPUT",
      `That post is not of @${tweet.account.handle}. Paste the link of this one.`,
    );
  }
  if (tweet.revision !== input.revision) throw await staleError(tx, c, input, now);
  const part = tweet.parts.find(({ state }) => state === "SENDING") ?? nextPart(tweet.parts);
  if (tweet.status !== "UNCONFIRMED" || !part)
    throw new AppError("NOT_ALLOWED", "Nothing about this tweet is in doubt any more.");
  const isLast = tweet.parts.every(({ id, xId }) => id === part.id || xId !== null);
  const moved = await moveTweet(tx, {
    guard: { id: tweet.id, userId: input.userId, revision: input.revision, status: "UNCONFIRMED" },
    data: post
      ? { ...(isLast ? posted(part, now) : goesOn(now)), startedAt: tweet.startedAt ?? now }
      : { status: "FAILED", failureKind: "notPosted", failureDetail: tweet.failureDetail },
    kind: post ? "said to be up" : "said not to be up",
    actor: "owner",
    now,
    detail: { part: part.position, ...(post ? { xId: post.xId } : {}) },
  });
  if (!moved) throw await staleError(tx, c, input, now);
  await tx.part.updateMany({
    where: { id: part.id, xId: null },
    data: post ? { state: "SENT", xId: post.xId, sentAt: now } : { state: "WAITING", sendingAt: null },
  });
}

function posted(part: Part, now: Date): Prisma.TweetUncheckedUpdateManyInput {
  return { status: "PUBLISHED", publishedAt: part.sendingAt ?? now, failureKind: null, failureDetail: null };
}

/** The parts after this one are still to be sent. Its message has been used, so it needs another deduplication id. */
function goesOn(now: Date): Prisma.TweetUncheckedUpdateManyInput {
  return {
    status: "SCHEDULED",
    nextAttemptAt: now,
    arming: { increment: 1 },
    failureKind: null,
    failureDetail: null,
  };
}

type Post = { xId: string; handle: string | null };

/** X also writes links without the handle: /i/status/… and /i/web/status/… */
function requirePost(postUrl: string | undefined): Post {
  const match = /^https?:\/\/[^/\s]+\/(i|i\/web|[A-Za-z0-9_]{1,15})\/status\/(\d{1,20})(?:[/?#].*)?$/.exec(
    postUrl?.trim() ?? "",
  );
  if (!match?.[1] || !match[2]) {
    throw new AppError("BAD_INPUT", "Paste the post's link, as in https://x.com/name/status/1234567890.");
  }
  return { xId: match[2], handle: /^i(\/web)?$/.test(match[1]) ? null : match[1] };
}
