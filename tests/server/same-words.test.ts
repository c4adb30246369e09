// Two tweets of one account with the same words, both on their way: one post at X, and which of them it is.
import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { claimTweet } from "~/server/tweets/claim";
import { markSending } from "~/server/tweets/mark-sending";
import { createCalls, deliverTo, ledgerOf, sweepNow } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { newTweet } from "../support/roost-harness";
import { advanceTo, frozenWorker, settleToRest } from "../support/settling";
import { roostWithNewcomers } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const { h, person } = roostWithNewcomers();
afterEach(() => h.x("/_sandbox/faults", { method: "DELETE" }));

/** The first was being sent when its worker died: X has nothing of it. The second is at X, its worker frozen. */
async function twoAtOnce() {
  const text = `twice ${randomUUID()}`;
  const now = await h.clock.now();
  const lost = await person.caller.tweet.schedule(newTweet(person, now, 60_000, text));
  const posted = await person.caller.tweet.schedule(newTweet(person, now, 61_000, text));
  await advanceTo(h, posted.scheduledFor);
  const answer = await claimTweet(h.roost, { tweetId: lost.id, revision: lost.revision }, "qstash");
  if (answer.kind !== "claimed") throw new Error(answer.kind);
  await markSending(h.roost, answer.claim);
  const { frozen, release } = frozenWorker(h.roost);
  const delivery = deliverTo(frozen, posted);
  const [post] = await waitFor(async () => {
    const posts = await ledgerOf(h, text);
    return posts.length > 0 ? posts : null;
  });
  const lookNow = async () => {
    await h.db.tweet.update({ where: { id: lost.id }, data: { leaseUntil: await h.clock.now() } });
    await sweepNow(h.roost);
  };
  const hear = async () => {
    release();
    await delivery;
  };
  return { text, lost, posted, xId: post?.id ?? "", lookNow, hear };
}

describe("of two tweets with the same words", () => {
  test("the one takes no post while X's answer to the other is to come: that answer is recorded", async () => {
    const { text, lost, posted, xId, lookNow, hear } = await twoAtOnce();
    await lookNow();
    expect((await wholeTweet(h.db, lost.id)).parts).toMatchObject([{ xId: null }]);
    await hear();
    expect(await wholeTweet(h.db, posted.id)).toMatchObject({ status: "PUBLISHED", parts: [{ xId }] });
    await settleToRest(h, lost.id);
    expect(await ledgerOf(h, text)).toHaveLength(1);
  });

  test("the one whose post was taken for the other keeps X's answer, is told, and is never sent again", async () => {
    const { text, lost, posted, xId, hear } = await twoAtOnce();
    // As an owner's word, or a look of an earlier version, may have it.
    await h.db.part.updateMany({
      where: { tweetId: lost.id },
      data: { state: "SENT", xId, sentAt: new Date() },
    });
    await hear();
    expect(await wholeTweet(h.db, posted.id)).toMatchObject({
      status: "UNCONFIRMED",
      failureDetail: expect.stringContaining(xId),
    });
    const { notices } = await person.caller.notification.list();
    expect(notices).toMatchObject([{ kind: "unconfirmed", tweetId: posted.id }]);
    h.clock.advance(24 * 3_600_000);
    await sweepNow(h.roost);
    expect((await wholeTweet(h.db, posted.id)).status).toBe("UNCONFIRMED");
    expect(await createCalls(h, text)).toHaveLength(1);
  });
});
