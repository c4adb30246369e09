// A message that QStash gave up on has ended. Where it was its tweet's current one, the tweet gets another, or is
// overdue and the sweep's; why is kept on the tweet and in its history.
import { policy } from "~/domain/policy";
import { dueAtMs, isPastLateness } from "~/domain/schedule";
import type { Message, Tweet } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import type { Db, Tx } from "../db";
import { recordFlight } from "../flight-recorder";
import type { DeadLetter } from "../qstash/dead-letters";
import { toLimited } from "./find-tweet";
import { readMessageBody } from "./message-body";
import { type Actor, moveTweet, withoutMessage } from "./move-tweet";

/** Our rows of these letters, by the letter's id. One whose id never reached us is known by its tweet and revision. */
export async function findMessages(db: Db, letters: DeadLetter[]): Promise<Map<string, Message>> {
  const found = new Map<string, Message>();
  if (letters.length === 0) return found;
  const rows = await db.message.findMany({ where: { qstashId: { in: letters.map((l) => l.qstashId) } } });
  const byId = new Map(rows.map((row) => [row.qstashId, row]));
  for (const letter of letters) {
    const row = byId.get(letter.qstashId) ?? (await findNameless(db, letter));
    if (row) found.set(letter.dlqId, row);
  }
  return found;
}

function findNameless(db: Db, { body }: DeadLetter): Promise<Message | null> {
  const named = readMessageBody(body);
  if (!named || "probe" in named) return Promise.resolve(null);
  const { tweetId, revision } = named;
  return db.message.findFirst({ where: { tweetId, revision, qstashId: null }, orderBy: { arming: "asc" } });
}

/** Returns whether the tweet is to be armed anew. What is overdue goes out, or is missed, by the sweep. */
export async function buryMessage(
  c: Collaborators,
  { id, tweetId }: Message,
  letter: DeadLetter,
  actor: Actor,
): Promise<boolean> {
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    const moved = await release(tx, tweetId, letter, actor, now);
    const ended = await tx.message.updateMany({ where: { id, endedAt: null }, data: { endedAt: now } });
    if (!moved && ended.count === 0) return false;
    const action = moved ? whatFollows(moved, now) : "nothing";
    const { qstashId, status, words } = letter;
    await recordFlight(tx, [
      { tweetId, at: now, kind: "dead letter", actor, detail: { qstashId, status, action, words } },
    ]);
    return action === "rearmed";
  });
}

/** What is due goes out, or is missed, by the sweep. */
function whatFollows(tweet: Tweet, now: Date): "swept" | "tooLate" | "rearmed" {
  const dueMs = dueAtMs(tweet.scheduledFor?.getTime() ?? 0, tweet.nextAttemptAt?.getTime());
  if (dueMs > now.getTime()) return "rearmed";
  return isPastLateness(toLimited(tweet), now.getTime(), policy) ? "tooLate" : "swept";
}

async function release(tx: Tx, tweetId: string, letter: DeadLetter, actor: Actor, now: Date) {
  const tweet = await tx.tweet.findUnique({ where: { id: tweetId } });
  if (tweet?.status !== "SCHEDULED" || tweet.qstashId !== letter.qstashId) return null;
  return moveTweet(tx, {
    guard: { id: tweetId, revision: tweet.revision, status: "SCHEDULED", qstashId: letter.qstashId },
    data: { ...withoutMessage, arming: tweet.arming + 1, armError: armErrorOf(letter) },
    kind: "disarmed",
    actor,
    now,
    detail: { because: "DEAD", qstashId: letter.qstashId, status: letter.status },
  });
}

function armErrorOf({ status }: DeadLetter): string {
  const answered = status === null ? "Roost did not answer" : `Roost answered ${status}`;
  return `QStash gave its message up, because ${answered} each time it came. Roost sends it out all the same.`;
}
