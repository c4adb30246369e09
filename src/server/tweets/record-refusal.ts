// A command that was refused changes nothing, and its tweet's history says that it was asked and why not.
import type { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { noteFlight } from "../flight-recorder";

export type Refused = {
  userId: string;
  tweetId: string;
  /** As the router calls it: "edit". */
  command: string;
  /** What its caller was told. */
  error: Pick<AppError, "code" | "message">;
  /** The tweet was to be created by it. */
  isCreation?: boolean;
};

/** Never throws. Of another person's tweet, and of one that never was, nothing is kept. */
export async function recordRefusal(c: Collaborators, refused: Refused): Promise<void> {
  const { userId, tweetId, command, error, isCreation = false } = refused;
  try {
    const tweet = await c.db.tweet.findUnique({ where: { id: tweetId }, select: { userId: true } });
    if (tweet ? tweet.userId !== userId : !isCreation) return;
  } catch (unread) {
    c.log.warn({ tweetId, command, error: unread }, "flight.unrecorded");
    return;
  }
  const detail = { command, code: error.code, why: error.message };
  await noteFlight(c, [{ tweetId, userId, kind: "refused", actor: "owner", detail }]);
}
