// A command that was refused changes nothing, and its tweet's history says that it was asked and why not.
import { ZodError } from "zod";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { isDatabaseDown } from "../db";
import { noteFlight } from "../flight-recorder";

export type Refused = {
  userId: string;
  tweetId: string;
  /** As the router calls it: "edit". */
  command: string;
  /** What the command threw. */
  error: unknown;
  /** The tweet was to be created by it. */
  isCreation?: boolean;
};

/**
 * Never throws. Of another person's tweet, and of one that never was, nothing is kept; nor, without a second wait for
 * it, of what a database refused that is down.
 */
export async function recordRefusal(c: Collaborators, refused: Refused): Promise<void> {
  const { userId, tweetId, command, error, isCreation = false } = refused;
  if (isDatabaseDown(error)) return;
  try {
    const tweet = await c.db.tweet.findUnique({ where: { id: tweetId }, select: { userId: true } });
    if (tweet ? tweet.userId !== userId : !isCreation) return;
  } catch (unread) {
    c.log.warn({ tweetId, command, error: unread }, "flight.unrecorded");
    return;
  }
  const detail = { command, ...wordsOf(error) };
  await noteFlight(c, [{ tweetId, userId, kind: "refused", actor: "owner", detail }]);
}

/** As the caller is told. What is not for people is told only as trouble of ours. */
function wordsOf(error: unknown): { code: string; why: string } {
  if (error instanceof AppError) return { code: error.code, why: error.message };
  if (error instanceof ZodError) {
    return { code: "BAD_INPUT", why: error.issues[0]?.message ?? "The request is not right." };
  }
  return { code: "UNAVAILABLE", why: "Something went wrong on our side." };
}
