// What every command of an owner shares: whose row it is, which revision its caller saw, one guarded move, the old
// message taken back, a new one armed, the new state answered.
import type { MoveKind } from "~/domain/move-kinds";
import { policy } from "~/domain/policy";
import { refusalWords } from "~/domain/refusal-words";
import { checkTime, toWholeSecond } from "~/domain/schedule";
import { allows, type Command } from "~/domain/tweet";
import type { Prisma, TweetStatus } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";
import { armTweets } from "./arm";
import { askToCancel, markUnwanted, ourIdsOf } from "./cancel-messages";
import { findOwnTweet, type TweetRow, toCommandable } from "./find-tweet";
import { lockOwnTweet } from "./lock-tweet";
import { moveTweet } from "./move-tweet";
import type { PartInput } from "./require-parts";
import { readShownFacts } from "./shown-facts";
import { toTweetView } from "./to-view";
import type { TweetView } from "./view";
import { writeParts } from "./write-parts";

/** Names the tweet, its owner, and the revision that the caller saw. */
export type Target = { userId: string; id: string; revision: number };

export type Plan = {
  to: TweetStatus;
  data: Prisma.TweetUncheckedUpdateManyInput;
  kind: MoveKind;
  /** What its event tells beside the kind. */
  detail?: Prisma.InputJsonObject;
  /** Replaces the parts; those that are out stand first, unchanged. */
  parts?: PartInput[];
};

/**
 * Carries out one command of an owner, raising the revision.
 * @throws AppError NOT_FOUND, STALE (with the newer state), NOT_ALLOWED, and whatever `plan` throws.
 */
export async function changeTweet(
  c: Collaborators,
  target: Target,
  command: Command,
  plan: (tweet: TweetRow, now: Date) => Plan,
): Promise<TweetView> {
  const unwanted = await commitChange(c, target, command, plan);
  await Promise.all([askToCancel(c, unwanted), armTweets(c, [target.id], "owner")]);
  return viewTweet(c, target.userId, target.id);
}

/** The change alone, committed. Returns the messages that QStash is still to be asked to drop. */
export async function commitChange(
  c: Collaborators,
  target: Target,
  command: Command,
  plan: (tweet: TweetRow, now: Date) => Plan,
): Promise<string[]> {
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    const tweet = await lockOwnTweet(tx, target.userId, target.id);
    if (tweet.revision !== target.revision) throw await staleError(tx, c, target, now);
    if (!allows(toCommandable(tweet), command)) throw await notAllowedError(tx, c, tweet, now, command);
    const { to, data, kind, parts, detail } = plan(tweet, now);
    const moved = await moveTweet(tx, {
      guard: { id: tweet.id, userId: target.userId, revision: target.revision, status: tweet.status },
      data: { ...data, status: to, revision: tweet.revision + 1 },
      kind,
      actor: "owner",
      now,
      ...(detail ? { detail } : {}),
    });
    if (!moved) throw await staleError(tx, c, target, now);
    if (parts) await writeParts(tx, tweet, parts, now);
    return ourIdsOf(c, await markUnwanted(tx, tweet.id, now));
  });
}

/** The state of one person's tweet. @throws AppError NOT_FOUND */
export async function viewTweet(c: Collaborators, userId: string, id: string): Promise<TweetView> {
  const now = await c.clock.now();
  const tweet = await findOwnTweet(c.db, userId, id);
  return toView(c.db, c, tweet, now);
}

async function toView(tx: Tx, c: Collaborators, tweet: TweetRow, now: Date): Promise<TweetView> {
  const appHolds = await tx.appHold.findMany();
  const facts = await readShownFacts(tx, [tweet]);
  return toTweetView(tweet, { now, appHolds, webUrl: c.publisher.webUrl, facts });
}

/** The time cut to its whole second. @throws AppError TIME_PASSED or BAD_INPUT when it may not be scheduled for. */
export function requireTime(scheduledFor: Date, now: Date): Date {
  const at = toWholeSecond(scheduledFor);
  switch (checkTime(at.getTime(), now.getTime(), policy).kind) {
    case "ok":
      return at;
    case "past":
      throw new AppError("TIME_PASSED", "That time has passed. Choose a new one.");
    case "tooSoon":
      throw new AppError("TIME_PASSED", "That is too soon: choose a time at least two seconds ahead.");
    case "tooFar":
      throw new AppError("BAD_INPUT", "That is more than two years ahead. Check the year.");
    case "invalid":
      throw new AppError("BAD_INPUT", "That is no time. Choose a day and an hour.");
  }
}

/**
 * Refuses a caller that saw an older revision, and shows it the newer state: read again, because a caller may have
 * lost to a change that was not yet there when it first looked. Reads on the open transaction's own connection.
 */
export async function staleError(tx: Tx, c: Collaborators, target: Target, now: Date): Promise<AppError> {
  const newer = await findOwnTweet(tx, target.userId, target.id);
  return new AppError(
    "STALE",
    "This tweet was changed meanwhile, in another tab or by Roost. Look at its present state, then try again.",
    await toView(tx, c, newer, now),
  );
}

async function notAllowedError(
  tx: Tx,
  c: Collaborators,
  tweet: TweetRow,
  now: Date,
  command: Command,
): Promise<AppError> {
  return new AppError(
    "NOT_ALLOWED",
    refusalWords(toCommandable(tweet), command),
    await toView(tx, c, tweet, now),
  );
}
