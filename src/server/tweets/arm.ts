// To arm a tweet is to publish its message. The row comes first, the message second, the tweet's `qstashId` last
// and only where revision and arming are still the same; dying in between leaves nothing that could post wrongly.
import { randomUUID } from "node:crypto";
import { policy } from "~/domain/policy";
import { armRetryDelayMs } from "~/domain/schedule";
import type { Prisma, Tweet } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import type { Tx } from "../db";
import { type FlightNote, noteFlight, recordFlight } from "../flight-recorder";
import type { PublishResult } from "../qstash/queue";
import { askToCancel } from "./cancel-messages";
import { type Actor, recordEvent } from "./move-tweet";

type Armable = Pick<Tweet, "id" | "accountId" | "revision" | "arming" | "armFailures"> & { notBefore: Date };

/** Arms the tweets that may be armed now, in one call; the others are left as they are. Returns how many were armed. */
export async function armTweets(c: Collaborators, ids: string[], actor: Actor): Promise<number> {
  const now = await c.clock.now();
  const armable = await c.db.$transaction((tx) => prepareMessages(tx, ids, now, c.queue.deliveryUrl, actor));
  if (armable.length === 0) return 0;
  const results = await c.queue.publish(armable.map(({ id, ...rest }) => ({ tweetId: id, ...rest })));
  const unwanted: string[] = [];
  const notes: FlightNote[] = [];
  let armed = 0;
  for (const [index, tweet] of armable.entries()) {
    const result = results[index];
    if (!result) continue;
    if (!result.ok) notes.push(await noteFailure(c, tweet, result, actor));
    else if (await noteArmed(c, tweet, result.value, actor)) armed += 1;
    else {
      const overtaken = await markIfNotCurrent(c, tweet, result.value.qstashId);
      unwanted.push(...overtaken);
      notes.push(...overtaken.map((qstashId) => overtakenNote(tweet, qstashId, actor)));
    }
  }
  await noteFlight(c, notes);
  await askToCancel(c, unwanted, actor);
  return armed;
}

async function prepareMessages(
  tx: Tx,
  ids: string[],
  now: Date,
  url: string,
  actor: Actor,
): Promise<Armable[]> {
  const tweets = await tx.tweet.findMany({
    where: { id: { in: ids }, ...withinHorizon(now) },
    include: { messages: true },
  });
  const armable: Armable[] = [];
  for (const tweet of tweets) {
    const { scheduledFor } = tweet;
    if (!scheduledFor) continue;
    const arming = await usableArming(tx, tweet);
    const notBefore =
      tweet.nextAttemptAt && tweet.nextAttemptAt > scheduledFor ? tweet.nextAttemptAt : scheduledFor;
    armable.push({ ...pick(tweet), arming, notBefore });
  }
  await tx.message.createMany({
    data: armable.map((tweet) => ({
      id: randomUUID(),
      tweetId: tweet.id,
      revision: tweet.revision,
      arming: tweet.arming,
      url,
      notBefore: tweet.notBefore,
      createdAt: now,
    })),
    skipDuplicates: true,
  });
  await recordFlight(
    tx,
    armable.map(({ id: tweetId, revision, arming, notBefore }) => ({
      tweetId,
      revision,
      kind: "arm asked",
      actor,
      at: now,
      detail: { arming, notBefore: notBefore.toISOString() },
    })),
  );
  return armable;
}

/**
 * Tweets whose message QStash takes now. One that was put off beyond its longest delay would have the whole batch that it
 * is in refused.
 */
export function withinHorizon(now: Date) {
  const until = new Date(now.getTime() + policy.arm.horizonMs);
  return {
    status: "SCHEDULED",
    qstashId: null,
    scheduledFor: { lte: until },
    OR: [{ nextAttemptAt: null }, { nextAttemptAt: { lte: until } }],
  } satisfies Prisma.TweetWhereInput;
}

/** A deduplication id is not freed by cancelling: where this one has served, the arming is raised. */
async function usableArming(
  tx: Tx,
  tweet: Tweet & {
    messages: { revision: number; arming: number; endedAt: Date | null; cancelRequestedAt: Date | null }[];
  },
): Promise<number> {
  const own = tweet.messages.find(
    (message) => message.revision === tweet.revision && message.arming === tweet.arming,
  );
  if (!own?.endedAt && !own?.cancelRequestedAt) return tweet.arming;
  const arming = tweet.arming + 1;
  await tx.tweet.updateMany({
    where: { id: tweet.id, revision: tweet.revision, arming: tweet.arming },
    data: { arming },
  });
  return arming;
}

async function noteArmed(
  c: Collaborators,
  tweet: Armable,
  published: { qstashId: string; isDeduplicated: boolean },
  actor: Actor,
): Promise<boolean> {
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    const [moved] = await tx.tweet.updateManyAndReturn({
      where: {
        id: tweet.id,
        revision: tweet.revision,
        arming: tweet.arming,
        status: "SCHEDULED",
        qstashId: null,
      },
      data: {
        qstashId: published.qstashId,
        armedAt: now,
        armFailures: 0,
        armError: null,
        armAfter: null,
        checkedAt: null,
        missingSince: null,
      },
    });
    // The tweet's row first, then its message's, as every command takes them: the other way round they would deadlock.
    await tx.message.updateMany({
      where: { tweetId: tweet.id, revision: tweet.revision, arming: tweet.arming },
      data: { qstashId: published.qstashId, publishedAt: now },
    });
    if (!moved) return false;
    await recordEvent(tx, moved, "SCHEDULED", { kind: "armed", actor, now, detail: { ...published } });
    return true;
  });
}

function overtakenNote({ id, revision }: Armable, qstashId: string, actor: Actor): FlightNote {
  return { tweetId: id, revision, kind: "arm overtaken", actor, detail: { qstashId } };
}

/** Somebody changed the tweet while its message was on its way. The message is inert; taking it back is tidiness. */
async function markIfNotCurrent(c: Collaborators, tweet: Armable, qstashId: string): Promise<string[]> {
  const now = await c.clock.now();
  return c.db.$transaction(async (tx) => {
    const current = await tx.tweet.findUnique({ where: { id: tweet.id }, select: { qstashId: true } });
    if (current?.qstashId === qstashId) return [];
    await tx.message.updateMany({
      where: { qstashId, cancelRequestedAt: null },
      data: { cancelRequestedAt: now },
    });
    return [qstashId];
  });
}

async function noteFailure(
  c: Collaborators,
  tweet: Armable,
  failure: Exclude<PublishResult, { ok: true }>,
  actor: Actor,
): Promise<FlightNote> {
  const now = await c.clock.now();
  const failures = tweet.armFailures + 1;
  const again = new Date(now.getTime() + armRetryDelayMs(failures, spreadOf(tweet.id), policy));
  await c.db.tweet.updateMany({
    where: { id: tweet.id, revision: tweet.revision, status: "SCHEDULED", qstashId: null },
    data: {
      armFailures: failures,
      armError: armErrorWords[failure.why] ?? refusedWords,
      armAfter: again,
    },
  });
  c.log.warn({ tweetId: tweet.id, why: failure.why, detail: failure.detail, failures }, "tweet.arm_failed");
  return {
    tweetId: tweet.id,
    revision: tweet.revision,
    kind: "arm failed",
    actor,
    at: now,
    detail: { why: failure.why, failures, againAt: again.toISOString() },
  };
}

/** QStash's own words are JSON for programmers: they go to the log. */
const refusedWords =
  "QStash did not take its message. Whoever runs Roost finds the reason in the log; the tweet goes out all the same.";

const armErrorWords: Partial<Record<Exclude<PublishResult, { ok: true }>["why"], string>> = {
  timeout: "QStash did not answer. Roost tries again by itself.",
  unreachable: "QStash could not be reached. Roost tries again by itself.",
  unauthorized:
    "QStash refused Roost's token. Whoever runs Roost must mend it; the tweet goes out all the same.",
  forbidden:
    "QStash refused Roost's token. Whoever runs Roost must mend it; the tweet goes out all the same.",
  rateLimited: "QStash's limit is used up for now. Roost tries again by itself.",
  serverError: "QStash is in trouble. Roost tries again by itself.",
};

/** A number in [0, 1) that is the same for a tweet each time and differs between tweets. */
function spreadOf(id: string): number {
  return Number.parseInt(id.slice(-4), 16) / 0x10000;
}

function pick({ id, accountId, revision, armFailures }: Tweet) {
  return { id, accountId, revision, armFailures };
}
