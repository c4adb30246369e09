import { describe, expect, test } from "vitest";
import { claimTweet } from "~/server/tweets/claim";
import { deliverTo, dueTweet, sweepNow, xFault } from "../support/due-tweet";
import {
  advanceTo,
  diesAfterPosting,
  diesSending,
  leaveInDoubt,
  postAs,
  settleToRest,
} from "../support/settling";
import { emptiedRoost } from "../support/shared-roost";
import { clockOf, storyOf } from "../support/story";

const { h, mira } = emptiedRoost();

const rowOf = (id: string) => h.db.tweet.findUniqueOrThrow({ where: { id } });
const movedAt = async (tweetId: string, kind: string) =>
  (await h.db.event.findFirstOrThrow({ where: { tweetId, kind }, orderBy: { id: "desc" } })).at;

/** A tweet of which nobody knows whether it is up. */
async function inDoubt() {
  const { tweet } = await diesSending(h, mira);
  await leaveInDoubt(h, mira, tweet.id);
  const { revision } = await rowOf(tweet.id);
  return { ...tweet, revision };
}

describe("what became of a tweet whose outcome was unknown is told by its story alone", () => {
  test("when X had it in time: where Roost looked, and when it was found", async () => {
    const { tweet } = await diesAfterPosting(h, mira);
    await settleToRest(h, tweet.id);
    const { question, answer, lines } = await storyOf(mira, tweet.id);
    expect(question).toBe("Did it go out in time?");
    expect(answer).toContain(`Yes. It was due at ${clockOf(tweet.scheduledFor)}`);
    const { publishedAt } = await rowOf(tweet.id);
    expect(answer).toContain(`and posted at ${clockOf(publishedAt)}; Roost learned of it at`);
    expect((await mira.caller.tweet.get({ id: tweet.id })).isLate).toBe(false);
    expect(answer).toMatch(
      /At [^:]+:\d\d:\d\d[^:]*: Roost sent it to X, and stopped before it heard X's answer/,
    );
    expect(answer).toMatch(
      /stopped before it heard X's answer\. Roost found it among the account's posts on X: it is up\.$/,
    );
    expect(answer).toContain(clockOf(await movedAt(tweet.id, "found on X")));
    expect(lines.at(-1)).toMatch(/found it among the account's posts on X: it is up/);
  });

  test("when X surely did not have it: each look, and that it was sent once more", async () => {
    const { tweet } = await diesSending(h, mira);
    await settleToRest(h, tweet.id);
    await sweepNow(h.roost);
    await advanceTo(h, new Date((await h.clock.now()).getTime() + 60_000));
    await sweepNow(h.roost);
    const { answer, lines } = await storyOf(mira, tweet.id);
    expect(lines.filter((line) => /did not find it/.test(line)).length).toBeGreaterThan(1);
    expect(lines.join("\n")).toMatch(/Several looks did not find it, so it may be sent once more\./);
    expect(lines.filter((line) => line === "Roost sent it to X.")).toHaveLength(2);
    expect(answer).toMatch(/may be sent once more/);
  });

  test("when its worker stopped before it sent anything", async () => {
    const tweet = await dueTweet(h, mira);
    await claimTweet(h.roost, { tweetId: tweet.id, revision: tweet.revision }, "qstash");
    await advanceTo(h, (await rowOf(tweet.id)).leaseUntil);
    await sweepNow(h.roost);
    await advanceTo(h, new Date((await h.clock.now()).getTime() + 60_000));
    await sweepNow(h.roost);
    const { question, answer } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it go out late?");
    expect(answer).toMatch(/Roost had stopped before it sent it, so it is taken up again/);
  });

  test("while nobody knows whether it is up", async () => {
    const tweet = await inDoubt();
    const { question, answer } = await storyOf(mira, tweet.id);
    expect(question).toBe("Is it up?");
    expect(answer).toContain(`It was due at ${clockOf(tweet.scheduledFor)}`);
    expect(answer).toMatch(/At [^:]+:\d\d:\d\d[^:]*: Roost could not read the account's posts on X/);
    const { failure, doubt } = await mira.caller.tweet.get({ id: tweet.id });
    expect(answer).toContain(`Roost looks again at ${clockOf(doubt?.nextLookAt ?? null)}`);
    expect(answer).toMatch(/say whether it is up\.$/);
    expect(failure?.detail).toBe(
      "Roost stopped between sending it and hearing X's answer. X did not show enough of the account's posts to tell.",
    );
  });

  test("when its owner found it up, posted by hand long after its time: late by the post's own time", async () => {
    const tweet = await inDoubt();
    const xId = await postAs(h, mira, tweet.text);
    const postUrl = `https://x.com/${mira.handle}/status/${xId}`;
    await mira.caller.tweet.resolve({ id: tweet.id, revision: tweet.revision, part: 1, isUp: true, postUrl });
    const { question, answer, lines } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it go out late?");
    const { publishedAt } = await rowOf(tweet.id);
    expect(answer).toContain(`posted at ${clockOf(publishedAt)}`);
    expect((await mira.caller.tweet.get({ id: tweet.id })).isLate).toBe(true);
    expect(lines.at(-1)).toBe("You said that it is up on X.");
    expect((await mira.caller.notification.list()).notices).toMatchObject([
      { kind: "unconfirmed", isOver: true },
    ]);
  });

  test("while nobody knows, X having answered: its words stand in quotes, and Roost's do not", async () => {
    const tweet = await dueTweet(h, mira);
    await xFault(h, tweet.text, "status", { status: 503 }, 1);
    await deliverTo(h.roost, tweet);
    await leaveInDoubt(h, mira, tweet.id);
    const { answer, lines } = await storyOf(mira, tweet.id);
    const looked = "X did not show enough of the account's posts to tell.";
    expect(lines.at(-1)).toBe(`It may be up on X or not. ${looked} Roost does not post it again blindly.`);
    expect(answer).not.toMatch(/"[^"]*X did not show[^"]*"/);
    const { failure } = await mira.caller.tweet.get({ id: tweet.id });
    expect(failure?.detail).toBe(`X answered 503 ("Service Unavailable"). ${looked}`);
  });

  test("when its owner found it up, and it was in time", async () => {
    const { tweet, xId } = await diesAfterPosting(h, mira);
    await leaveInDoubt(h, mira, tweet.id);
    const { revision } = await rowOf(tweet.id);
    const postUrl = `https://x.com/${mira.handle}/status/${xId}`;
    await mira.caller.tweet.resolve({ id: tweet.id, revision, part: 1, isUp: true, postUrl });
    const { question, answer } = await storyOf(mira, tweet.id);
    expect(question).toBe("Did it go out in time?");
    expect(answer).toMatch(/^Yes\. .*; Roost learned of it at .*You said that it is up on X\.$/);
    const known = await mira.caller.tweet.get({ id: tweet.id });
    expect(known.isLate).toBe(false);
  });

  test("when its owner found it not up", async () => {
    const tweet = await inDoubt();
    await mira.caller.tweet.resolve({ id: tweet.id, revision: tweet.revision, part: 1, isUp: false });
    const { question, answer } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it not go out?");
    expect(answer).toMatch(/Roost could not read the account's posts on X/);
    expect(answer).toMatch(/You said that it is not up on X\. Schedule it again, or delete it\.$/);
  });

  test("when a later look found it: the notice is over by itself", async () => {
    const { tweet } = await diesAfterPosting(h, mira);
    await leaveInDoubt(h, mira, tweet.id);
    expect((await mira.caller.notification.unread_count()).count).toBe(1);
    await advanceTo(h, (await rowOf(tweet.id)).nextLookAt);
    await sweepNow(h.roost);
    expect((await rowOf(tweet.id)).status).toBe("PUBLISHED");
    expect((await mira.caller.notification.unread_count()).count).toBe(0);
    expect((await mira.caller.notification.list()).notices).toMatchObject([
      { kind: "unconfirmed", isOver: true },
    ]);
    const { lines } = await storyOf(mira, tweet.id);
    expect(lines.at(-1)).toMatch(/found it among the account's posts/);
  });
});
