// Check needed, answered by the one who can look: it is up, or it is not.
import { policy } from "~/domain/policy";
import { type PostLink, parsePostLink, postTimeMs } from "~/domain/post-link";
import type { Part } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { isUniqueViolation, type Tx } from "../db";
import { adoptPart, postedBetween } from "./adopt-part";
import { armTweets } from "./arm";
import { staleError, type Target, viewTweet } from "./change-tweet";
import { readDoubt, unclearOutcomes } from "./doubt";
import { findOwnTweet, type TweetRow } from "./find-tweet";
import { lockOwnTweet } from "./lock-tweet";
import { partInDoubt } from "./look-unconfirmed";
import { moveTweet } from "./move-tweet";
import { requireOwnPost } from "./require-own-post";
import type { TweetView } from "./view";

export type ResolveInput = Target & {
  /** The part that the caller saw in doubt, from 1: in one revision a thread may come to doubt one part after another. */
  part: number;
  isUp: boolean;
  postUrl?: string | undefined;
};

/**
 * "It is up" records the part's post: the tweet is posted, or its thread goes on. "It is not" makes it a failed tweet that
 * can be scheduled again, or a thread that can be resumed.
 * @throws AppError NOT_FOUND, STALE, NOT_ALLOWED, BAD_INPUT for a link that names no post, another account's, one that
 *   is recorded already, or one that is too old or too new to be this part's; UNAVAILABLE where X does not say whose it is
 */
export async function resolveTweet(c: Collaborators, input: ResolveInput): Promise<TweetView> {
  const post = input.isUp ? requirePost(input.postUrl, c.publisher.webUrl) : null;
  if (post) await requireOwn(c, input, post);
  const now = await c.clock.now();
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

function requirePost(postUrl: string | undefined, webUrl: string): PostLink {
  const post = parsePostLink(postUrl ?? "", webUrl);
  if (post) return post;
  throw new AppError("BAD_INPUT", "Paste the post's link, as in https://x.com/name/status/1234567890.");
}

/** Before anything is locked. */
async function requireOwn(c: Collaborators, input: ResolveInput, post: PostLink): Promise<void> {
  const now = await c.clock.now();
  const tweet = await findOwnTweet(c.db, input.userId, input.id);
  const part = await requireDoubt(c.db, c, tweet, input, now);
  await requireFit(c.db, tweet, part, post, now);
  await requireOwnPost(c, tweet.account, post);
}

async function recordWord(
  tx: Tx,
  c: Collaborators,
  input: ResolveInput,
  post: PostLink | null,
  now: Date,
): Promise<void> {
  const tweet = await lockOwnTweet(tx, input.userId, input.id);
  const part = await requireDoubt(tx, c, tweet, input, now);
  const moved = post ? await recordUp(tx, tweet, part, post, now) : await recordAbsent(tx, tweet, part, now);
  if (!moved) throw await staleError(tx, c, input, now);
}

/** The part that is in doubt, when it is the one that the caller saw. */
async function requireDoubt(
  tx: Tx,
  c: Collaborators,
  tweet: TweetRow,
  input: ResolveInput,
  now: Date,
): Promise<Part> {
  if (tweet.revision !== input.revision) throw await staleError(tx, c, input, now);
  const part = partInDoubt(tweet.parts);
  if (tweet.status !== "UNCONFIRMED" || !part)
    throw new AppError("NOT_ALLOWED", "Nothing about this tweet is in doubt any more.");
  if (placeOf(tweet, part) !== input.part) throw await staleError(tx, c, input, now);
  return part;
}

/** As the studio counts parts, from 1. */
const placeOf = ({ parts }: TweetRow, part: Part) => parts.findIndex(({ id }) => id === part.id) + 1;

/** @throws AppError BAD_INPUT where the post cannot be this part. */
async function requireFit(tx: Tx, tweet: TweetRow, part: Part, post: PostLink, now: Date): Promise<void> {
  const refuse = (why: string) => new AppError("BAD_INPUT", `${why} Paste the link of this one.`);
  const own = tweet.parts.findIndex(({ xId }) => xId === post.xId);
  if (own >= 0)
    throw new AppError(
      "BAD_INPUT",
      `That post is part ${own + 1} of this thread, which is up already. Paste the link of part ${placeOf(tweet, part)}.`,
    );
  const postedMs = postTimeMs(post.xId);
  if (postedMs < (await readDoubt(tx, tweet, part)).sinceMs) {
    throw refuse("That post is older than this tweet.");
  }
  if (postedMs > now.getTime() + policy.settle.clockSkewMs) throw refuse("X has no such post yet.");
}

function recordUp(tx: Tx, tweet: TweetRow, part: Part, { xId }: PostLink, now: Date) {
  const postedAt = postedBetween(new Date(postTimeMs(xId)), part.sendingAt, now);
  return adoptPart(tx, tweet, part, {
    xId,
    postedAt,
    attemptId: null,
    kind: "said to be up",
    actor: "owner",
    now,
  });
}

async function recordAbsent(tx: Tx, tweet: TweetRow, part: Part, now: Date) {
  const moved = await moveTweet(tx, {
    guard: { id: tweet.id, revision: tweet.revision, status: "UNCONFIRMED" },
    data: {
      status: "FAILED",
      failureKind: "notPosted",
      failureDetail: tweet.failureDetail,
      nextLookAt: null,
    },
    kind: "said not to be up",
    actor: "owner",
    now,
    detail: { part: part.position },
  });
  if (!moved) return null;
  const tries = { tweetId: tweet.id, partPosition: part.position, outcome: { in: unclearOutcomes } };
  await tx.attempt.updateMany({ where: tries, data: { outcome: "denied" } });
  const data = { state: "WAITING", sendingAt: null } as const;
  await tx.part.updateMany({ where: { id: part.id, xId: null }, data });
  return moved;
}
