// A thread that its owner has moved to a later time begins all the same, by a post that X turns out to have.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { claimTweet } from "~/server/tweets/claim";
import { markSending } from "~/server/tweets/mark-sending";
import { checkOrphans } from "~/server/tweets/orphan-check";
import { recordOutcome } from "~/server/tweets/record-outcome";
import { sweepNow } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import type { Person } from "../support/roost-harness";
import { leaveInDoubt, postAs } from "../support/settling";
import { sharedRoost } from "../support/shared-roost";
import { dueThread, expectOut, texts } from "../support/thread";

const h = sharedRoost();
const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
const insideHorizonMs = 40 * hourMs;

/** Its first part was in doubt and denied, the thread was moved ahead, and then that part turned out to be up. */
async function begunAhead(person: Person, words: string[], aheadMs: number) {
  const tweet = await dueThread(h, person, words);
  const answer = await claimTweet(h.roost, { tweetId: tweet.id, revision: tweet.revision }, "qstash");
  if (answer.kind !== "claimed") throw new Error(answer.kind);
  await markSending(h.roost, answer.claim);
  await leaveInDoubt(h, person, tweet.id);
  const { id, revision } = tweet;
  const denied = await person.caller.tweet.resolve({ id, revision, part: 1, isUp: false });
  const scheduledFor = new Date((await h.clock.now()).getTime() + aheadMs);
  await person.caller.tweet.schedule({ id, revision: denied.revision, scheduledFor });
  const xId = await postAs(h, person, words[0] ?? "");
  const now = await h.clock.now();
  await h.db.$transaction((tx) => recordOutcome(tx, answer.claim, { kind: "posted", xId }, now));
  return person.caller.tweet.get({ id });
}

test.each([
  ["beyond the horizon", weekMs],
  ["inside the horizon", insideHorizonMs],
])(
  "a thread that has begun has no later time: moved %s and resumed, it goes on at once",
  async (_, aheadMs) => {
    const person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
    const words = texts(2);
    const late = await begunAhead(person, words, aheadMs);
    expect(late).toMatchObject({ state: "failed", failure: { kind: "partlyOut" } });
    expect(late.scheduledFor?.getTime()).toBeLessThanOrEqual((await h.clock.now()).getTime());
    await person.caller.tweet.resume({ id: late.id, revision: late.revision });
    h.clock.advance(60_000);
    await sweepNow(h.roost);
    await expectOut(h, late.id, words);
  },
);

test("a thread that was to go on at a later time of its owner's, as an older version left it, gets another message where that one is removed", async () => {
  const person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
  const late = await begunAhead(person, texts(2), insideHorizonMs);
  await person.caller.tweet.resume({ id: late.id, revision: late.revision });
  await leaveAhead(late.id);
  const { qstashId } = await wholeTweet(h.db, late.id);
  await h.deleteMessage(qstashId ?? "");
  const report = await checkOrphans(h.roost, { dueBefore: null });
  expect(report.errors).toBe(0);
  const row = await wholeTweet(h.db, late.id);
  expect(row.status).toBe("SCHEDULED");
  expect(row.qstashId).not.toBeNull();
  expect(row.qstashId).not.toBe(qstashId);
});

/** No command leads there. */
async function leaveAhead(id: string): Promise<void> {
  const scheduledFor = new Date(Math.floor((await h.clock.now()).getTime() / 1000) * 1000 + insideHorizonMs);
  await h.db.$transaction([
    h.db.$executeRaw`ALTER TABLE "Tweet" DISABLE TRIGGER "Tweet_move_guard"`,
    h.db.tweet.update({ where: { id }, data: { scheduledFor, nextAttemptAt: null } }),
    h.db.$executeRaw`ALTER TABLE "Tweet" ENABLE TRIGGER "Tweet_move_guard"`,
  ]);
}
