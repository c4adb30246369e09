import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { checkOrphans } from "~/server/tweets/orphan-check";
import { deliverTo, dueTweet, sweepNow, xFault } from "../support/due-tweet";
import { placeTweet } from "../support/placed-tweet";
import { newTweet, type Person } from "../support/roost-harness";
import { diesSending, leaveInDoubt } from "../support/settling";
import { emptiedRoost } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";
import { waitFor } from "../support/wait-for";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;

const toldOf = (tweetId: string) =>
  h.db.notification.findMany({ where: { tweetId }, orderBy: [{ at: "asc" }, { id: "asc" }] });

const soon = async () => new Date((await h.clock.now()).getTime() + 10_000);

/** Its message is deleted at QStash, as a person does in the console, and the reconciler looks. */
async function orphan(person: Person): Promise<string> {
  const tweet = await person.caller.tweet.schedule(newTweet(person, await h.clock.now(), 5 * hourMs));
  for (const { messageId } of await messagesOf(h, tweet.id)) await h.deleteMessage(messageId);
  await checkOrphans(h.roost, { dueBefore: null });
  return tweet.id;
}

describe("its owner is told", () => {
  test("that X refused a tweet, once, however often it is delivered again", async () => {
    const tweet = await dueTweet(h, mira);
    await xFault(h, tweet.text, "status", { status: 400, detail: "Too purple." });
    for (const _ of [1, 2, 3]) await deliverTo(h.roost, tweet);
    const [failed] = await h.db.event.findMany({ where: { tweetId: tweet.id, kind: "failed" } });
    expect(await toldOf(tweet.id)).toMatchObject([
      {
        userId: mira.userId,
        accountId: mira.accountId,
        kind: "failed",
        detail: { failure: "refused" },
        at: failed?.at,
        readAt: null,
      },
    ]);
  });

  test("again when it fails again", async () => {
    const tweet = await dueTweet(h, mira);
    await xFault(h, tweet.text, "status", { status: 400 });
    await deliverTo(h.roost, tweet);
    const again = await mira.caller.tweet.schedule({
      id: tweet.id,
      revision: tweet.revision,
      scheduledFor: await soon(),
    });
    h.clock.advance(11_000);
    await deliverTo(h.roost, again);
    expect(await toldOf(tweet.id)).toMatchObject([{ kind: "failed" }, { kind: "failed" }]);
  });

  test("that a tweet was missed, and what had held it", async () => {
    const tweet = await dueTweet(h, mira);
    await xFault(h, tweet.text, "status", { problem: "suspended" });
    await deliverTo(h.roost, tweet);
    h.clock.advance(policy.schedule.defaultLatenessLimitS * 1000 + 60_000);
    await sweepNow(h.roost);
    expect(await toldOf(tweet.id)).toMatchObject([{ kind: "missed", detail: { hold: "reconnect" } }]);
  });

  test("that a tweet may be up or not", async () => {
    const { tweet } = await diesSending(h, mira);
    await leaveInDoubt(h, mira, tweet.id);
    expect((await toldOf(tweet.id)).map(({ kind }) => kind)).toEqual(["unconfirmed"]);
  });

  test("that a tweet lost its place, and why", async () => {
    expect(await toldOf(await orphan(mira))).toMatchObject([
      { kind: "orphaned", detail: { reason: "REMOVED" } },
    ]);
  });

  test("nothing of a move that was not made", async () => {
    const tweet = await dueTweet(h, mira);
    await xFault(h, tweet.text, "status", { status: 400 });
    await h.db
      .$executeRaw`ALTER TABLE "Attempt" ADD CONSTRAINT "none_refused" CHECK ("outcome" <> 'refused') NOT VALID`;
    await expect(deliverTo(h.roost, tweet)).rejects.toThrow();
    await h.db.$executeRaw`ALTER TABLE "Attempt" DROP CONSTRAINT "none_refused"`;
    expect(await toldOf(tweet.id)).toEqual([]);
  });

  test("nothing of what they did themselves", async () => {
    const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), 5 * hourMs));
    const draft = await mira.caller.tweet.unschedule({ id: tweet.id, revision: 1 });
    await mira.caller.tweet.cancel({ id: tweet.id, revision: draft.revision });
    const doubtful = await placeTweet(h.db, await h.clock.now(), {
      userId: mira.userId,
      accountId: mira.accountId,
      status: "UNCONFIRMED",
    });
    await mira.caller.tweet.resolve({ id: doubtful.id, revision: doubtful.revision, part: 1, isUp: false });
    expect(await toldOf(doubtful.id)).toEqual([]);
    const posted = await dueTweet(h, mira, randomUUID());
    await deliverTo(h.roost, posted);
    expect([...(await toldOf(tweet.id)), ...(await toldOf(posted.id))]).toEqual([]);
  });
});

test("of a limit that ends too late each tweet's owner is told of each that met it, and once", async () => {
  const now = await h.clock.now();
  const tweets = [];
  for (let n = 0; n < 3; n += 1) {
    tweets.push(await mira.caller.tweet.schedule(newTweet(mira, now, hourMs)));
  }
  h.clock.advance(hourMs);
  const match = { path: "/2/tweets", method: "POST", handle: mira.handle };
  const params = { status: 429, resetAfterSeconds: 7200 };
  await h.x("/_sandbox/faults", { method: "POST", body: { kind: "status", params, match } });
  // All are claimed before X's first answer: the limit holds nothing yet.
  const { publisher } = h.roost;
  let claimed = 0;
  const create: typeof publisher.create = async (...args) => {
    claimed += 1;
    await waitFor(() => claimed >= 2);
    return publisher.create(...args);
  };
  const together = { ...h.roost, publisher: { ...publisher, create } };
  await Promise.all(tweets.slice(0, 2).map((tweet) => deliverTo(together, tweet)));
  for (const tweet of tweets) await deliverTo(h.roost, tweet);
  const told = await Promise.all(tweets.map(({ id }) => toldOf(id)));
  expect(told.map((notices) => notices.map(({ kind }) => kind))).toEqual([["rateLimit"], ["rateLimit"], []]);
});
