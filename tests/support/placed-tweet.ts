import { randomUUID } from "node:crypto";
import type { Prisma, TweetStatus } from "~/generated/prisma/client";
import type { Db } from "~/server/db";

const hourMs = 3_600_000;
const latenessLimitS = 3600;

const overdueMs = 90_000;

/** A time so long ago that deliveries and sweeps may take what was due then. */
export const overdueSince = (now: Date): Date =>
  new Date(Math.floor((now.getTime() - overdueMs) / 1000) * 1000);

export type Placing = {
  userId: string;
  accountId: string;
  status: TweetStatus;
  text?: string;
  changes?: Partial<Prisma.TweetUncheckedCreateInput>;
};

/**
 * Writes a tweet straight into a state, with all that belongs to it: the part as it stands then, and for PUBLISHING
 * the open attempt. Answers its id, revision 3, due in an hour.
 */
export async function placeTweet(
  db: Db,
  now: Date,
  placing: Placing,
): Promise<{ id: string; revision: number; text: string; scheduledFor: Date }> {
  const { tweet, part } = rowsOf(placing, now);
  const { id, revision, scheduledFor } = tweet;
  await db.tweet.create({ data: { ...tweet, parts: { create: part }, ...placing.changes } });
  if (placing.status === "PUBLISHING") {
    await db.attempt.create({
      data: {
        id: randomUUID(),
        tweetId: id,
        revision,
        partPosition: 1,
        via: "qstash",
        startedAt: now,
        leaseUntil: leaseFrom(now),
      },
    });
  }
  return { id, revision, text: part.text, scheduledFor };
}

/** Many of them at once, of one kind; not PUBLISHING. */
export async function placeTweets(db: Db, now: Date, count: number, placing: Placing): Promise<void> {
  const rows = Array.from({ length: count }, () => rowsOf(placing, now));
  await db.tweet.createMany({ data: rows.map(({ tweet }) => ({ ...tweet, ...placing.changes })) });
  await db.part.createMany({ data: rows.map(({ tweet, part }) => ({ ...part, tweetId: tweet.id })) });
}

function rowsOf({ userId, accountId, status, text = `placed ${randomUUID()}` }: Placing, now: Date) {
  const tweet = {
    id: randomUUID(),
    userId,
    accountId,
    status,
    revision: 3,
    scheduledFor: new Date(Math.floor((now.getTime() + hourMs) / 1000) * 1000),
    latenessLimitS,
    createdAt: now,
    statusSince: now,
    ...ownColumns(status, now, leaseFrom(now)),
  };
  return { tweet, part: { id: randomUUID(), position: 1, text, ...partColumns(status, now) } };
}

const leaseFrom = (now: Date) => new Date(now.getTime() + hourMs);

/** What the checks of the table ask of a row in this state. */
export function ownColumns(status: TweetStatus, now: Date, leaseUntil: Date) {
  return {
    leaseUntil: status === "PUBLISHING" ? leaseUntil : null,
    publishedAt: status === "PUBLISHED" ? now : null,
    failureKind: status === "FAILED" ? "refused" : null,
  };
}

function partColumns(status: TweetStatus, now: Date) {
  if (status === "PUBLISHED") {
    return { state: "SENT", xId: String(Math.floor(Math.random() * 1e15)), sentAt: now } as const;
  }
  return status === "UNCONFIRMED" || status === "PUBLISHING"
    ? ({ state: "SENDING", sendingAt: now } as const)
    : {};
}

/** A tweet's row with its parts, messages, attempts and events: what a command may change, to be compared. */
export function wholeTweet(db: Db, id: string) {
  return db.tweet.findUniqueOrThrow({
    where: { id },
    include: {
      parts: { orderBy: { position: "asc" } },
      messages: { orderBy: [{ revision: "asc" }, { arming: "asc" }] },
      attempts: { orderBy: { startedAt: "asc" } },
      events: { orderBy: { id: "asc" } },
    },
  });
}
