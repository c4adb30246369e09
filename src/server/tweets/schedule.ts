// A tweet enters the schedule: a new one, or one that stood outside it. It is in the database before QStash hears
// of it, and stays there whatever QStash answers.
import { randomUUID } from "node:crypto";
import { policy } from "~/domain/policy";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { isUniqueViolation, type Tx } from "../db";
import { noteFlight } from "../flight-recorder";
import { armTweets } from "./arm";
import { changeTweet, type Plan, requireTime, type Target, viewTweet } from "./change-tweet";
import { recordEvent, withoutPast } from "./move-tweet";
import { type PartInput, requireParts, type Written } from "./require-parts";
import type { TweetView } from "./view";
import { writeMedia } from "./write-media";

export type NewTweet = {
  userId: string;
  /** Made by the client, so that asking twice creates once. */
  id: string;
  accountId: string;
  scheduledFor: Date;
  /** In seconds; null for however late, left out for the usual. */
  latenessLimitS?: number | null | undefined;
};

/** @throws AppError BAD_INPUT, TIME_PASSED, NOT_FOUND for another person's account */
export async function scheduleTweet(c: Collaborators, input: NewTweet & Written): Promise<TweetView> {
  const now = await c.clock.now();
  const existing = await c.db.tweet.findUnique({ where: { id: input.id }, select: { userId: true } });
  if (existing) return sameTweet(c, input, existing.userId);
  const parts = requireParts(input);
  const scheduledFor = requireTime(input.scheduledFor, now);
  try {
    await c.db.$transaction((tx) => createTweet(tx, { ...input, scheduledFor }, parts, now));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const twin = await c.db.tweet.findUnique({ where: { id: input.id }, select: { userId: true } });
    return sameTweet(c, input, twin?.userId);
  }
  await armTweets(c, [input.id], "owner");
  return viewTweet(c, input.userId, input.id);
}

export type Again = Target & { scheduledFor: Date; latenessLimitS?: number | null | undefined };

/** Puts a draft, an orphan, a failed or a cancelled tweet back on the schedule. */
export function scheduleAgain(c: Collaborators, input: Again): Promise<TweetView> {
  return changeTweet(c, input, "schedule", planAgain(input.scheduledFor, input.latenessLimitS));
}

/** Back on the schedule, for this time. @param latenessLimitS in seconds; null for however late, left out to keep it */
export function planAgain(
  scheduledFor: Date,
  latenessLimitS?: number | null,
): (tweet: unknown, now: Date) => Plan {
  return (_, now) => ({
    to: "SCHEDULED",
    kind: "scheduled",
    data: {
      ...withoutPast,
      scheduledFor: requireTime(scheduledFor, now),
      ...(latenessLimitS === undefined ? {} : { latenessLimitS }),
    },
  });
}

async function createTweet(tx: Tx, input: NewTweet, parts: PartInput[], now: Date): Promise<void> {
  const account = await tx.xAccount.findFirst({ where: { id: input.accountId, userId: input.userId } });
  if (!account)
    throw new AppError("NOT_FOUND", "There is no such account among yours. Connect it, or choose another.");
  const tweet = await tx.tweet.create({
    data: {
      id: input.id,
      userId: input.userId,
      accountId: account.id,
      status: "SCHEDULED",
      scheduledFor: input.scheduledFor,
      latenessLimitS:
        input.latenessLimitS === undefined ? policy.schedule.defaultLatenessLimitS : input.latenessLimitS,
      createdAt: now,
      statusSince: now,
      parts: {
        create: parts.map(({ text }, index) => ({ id: randomUUID(), position: index + 1, text })),
      },
    },
    include: { parts: { orderBy: { position: "asc" }, include: { media: true } } },
  });
  await writeMedia(tx, input.userId, tweet.parts, parts, now);
  await recordEvent(tx, tweet, null, { kind: "scheduled", actor: "owner", now });
}

/** The same creation again has one effect. Another person's id is refused as if it were free but unusable. */
async function sameTweet(c: Collaborators, input: NewTweet, ownerId: string | undefined): Promise<TweetView> {
  if (ownerId !== input.userId)
    throw new AppError("BAD_INPUT", "This tweet's id cannot be used. Write it again.");
  await noteFlight(c, [
    { tweetId: input.id, kind: "repeated", actor: "owner", detail: { command: "schedule" } },
  ]);
  return viewTweet(c, input.userId, input.id);
}
