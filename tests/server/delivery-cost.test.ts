// What a delivery asks of the database, and what its statements see when they have waited for each other.
import pg from "pg";
import { expect, test, vi } from "vitest";
import { claimTweet } from "~/server/tweets/claim";
import { deliverMessage } from "~/server/tweets/deliver";
import { markSending } from "~/server/tweets/mark-sending";
import { recordPosted } from "~/server/tweets/record-posted";
import { deliverTo, dueTweet } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { sharedRoostWithMira } from "../support/shared-roost";
import { waitingOnLock } from "../support/waiting-on-lock";

const { h, mira: person } = sharedRoostWithMira();

/** Read, claim, mark, the time, record: each commit is one that a crash must find or not find. */
const statementsOfADelivery = 5;

test("a tweet that goes out as most do asks the database five times, and all but the time is planned beforehand", async () => {
  const tweet = await dueTweet(h, person);
  const asked = vi.spyOn(pg.Client.prototype, "query");
  try {
    await deliverTo(h.roost, tweet);
    const database = new URL(h.env.DATABASE_URL).pathname.slice(1);
    const ours = asked.mock.calls.filter(
      (_, index) => (asked.mock.contexts[index] as pg.Client).database === database,
    );
    expect(ours.length).toBe(statementsOfADelivery);
    const names = ours.map(([query]) => (query as unknown as { name: string }).name);
    expect(new Set(names.filter((name) => name !== "")).size).toBe(statementsOfADelivery - 1);
  } finally {
    asked.mockRestore();
  }
  expect(await wholeTweet(h.db, tweet.id)).toMatchObject({ status: "PUBLISHED" });
});

test("with the record of its post a tweet's delivery is answered and its message done with", async () => {
  const { id, revision } = await dueTweet(h, person);
  const { qstashId } = await h.db.tweet.findUniqueOrThrow({ where: { id } });
  await deliverMessage(h.roost, JSON.stringify({ tweetId: id, revision }), qstashId, 2);
  const entries = await h.db.flightEntry.findMany({ where: { tweetId: id, kind: "delivered" } });
  expect(entries.map(({ detail }) => detail)).toEqual([
    { qstashId, retried: 2, answer: "handled", said: "posted" },
  ]);
  expect(await h.db.message.count({ where: { qstashId, endedAt: { not: null } } })).toBe(1);
});

async function claimed() {
  const tweet = await dueTweet(h, person);
  const answer = await claimTweet(h.roost, { tweetId: tweet.id, revision: tweet.revision }, "qstash");
  if (answer.kind !== "claimed") throw new Error(answer.kind);
  return { id: tweet.id, claim: answer.claim };
}

test("an attempt that is closed while its worker waits to record a post is not closed a second time", async () => {
  const { id, claim } = await claimed();
  await markSending(h.roost, claim);
  const closing = `
    UPDATE "Tweet" SET "looks" = "looks" WHERE "id" = '${id}';
    UPDATE "Attempt" SET "endedAt" = now(), "outcome" = 'unconfirmed' WHERE "tweetId" = '${id}'`;
  const recorded = await waitingOnLock(h.env.DATABASE_URL, closing, 1, () =>
    recordPosted(h.roost, claim, { kind: "posted", xId: "1" }),
  );
  expect(recorded).toBe(false);
  const { status, parts, attempts } = await wholeTweet(h.db, id);
  expect({ status, part: parts[0]?.state, outcome: attempts[0]?.outcome }).toEqual({
    status: "PUBLISHING",
    part: "SENDING",
    outcome: "unconfirmed",
  });
});

test("a stop that is asked for while its worker waits to send is honoured", async () => {
  const { id, claim } = await claimed();
  const stopping = `UPDATE "Tweet" SET "stopRequestedAt" = now() WHERE "id" = '${id}'`;
  const marked = await waitingOnLock(h.env.DATABASE_URL, stopping, 1, () => markSending(h.roost, claim));
  expect(marked).toEqual({ kind: "stop" });
  expect((await wholeTweet(h.db, id)).parts[0]?.state).toBe("WAITING");
});

test("an edit that comes while a worker waits to claim leaves it nothing to claim", async () => {
  const tweet = await dueTweet(h, person);
  const editing = `
    UPDATE "Tweet" SET "revision" = "revision" + 1, "qstashId" = NULL WHERE "id" = '${tweet.id}'`;
  const answer = await waitingOnLock(h.env.DATABASE_URL, editing, 1, () =>
    claimTweet(h.roost, { tweetId: tweet.id, revision: tweet.revision }, "qstash"),
  );
  expect(answer).toEqual({ kind: "ignored", why: "somebody else took it" });
  expect((await wholeTweet(h.db, tweet.id)).attempts).toEqual([]);
});
