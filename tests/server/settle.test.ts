// What X may do while Roost looks for a part of unknown outcome, and what Roost may.
import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow, xFault } from "../support/due-tweet";
import {
  advanceTo,
  diesAfterPosting,
  diesSending,
  postAs,
  settleToRest,
  timelineFault,
  timelineReads,
} from "../support/settling";
import { roostWithNewcomers } from "../support/shared-roost";
import { dueThread, postsOf, texts } from "../support/thread";

const { h, person, view, rowOf } = roostWithNewcomers();

const minuteMs = 60_000;
afterEach(() => h.x("/_sandbox/faults", { method: "DELETE" }));

/** A tweet that X has posted, and of which Roost heard nothing. */
async function postedUnheard(text?: string) {
  const tweet = await dueTweet(h, person, text);
  await xFault(h, tweet.text, "status-after", { status: 503 }, 1);
  return tweet;
}

describe("X's timeline", () => {
  test("that lags a minute: the post is found at the second look, and not created again", async () => {
    const tweet = await postedUnheard();
    await timelineFault(h, person, "timeline-lag", { ms: minuteMs });
    await deliverTo(h.roost, tweet);
    expect((await view(tweet.id)).state).toBe("posting");
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
    const [post] = await ledgerOf(h, tweet.text);
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId: post?.id }]);
  });

  test("that lags longer than it is waited for: X's refusal of the second is understood, and the post is found in the end", async () => {
    const tweet = await postedUnheard();
    await timelineFault(h, person, "timeline-lag", { ms: 7 * minuteMs });
    await deliverTo(h.roost, tweet);
    expect(await settleToRest(h, tweet.id)).toBe("UNCONFIRMED");
    expect((await createCalls(h, tweet.text)).map(({ status }) => status)).toEqual([503, 403]);
    expect((await rowOf(tweet.id)).attempts).toMatchObject([
      { outcome: "absent" },
      { outcome: "unconfirmed", httpStatus: 403 },
    ]);
    await advanceTo(h, (await rowOf(tweet.id)).nextLookAt);
    await sweepNow(h.roost);
    expect(await view(tweet.id)).toMatchObject({ state: "posted", failure: null });
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });

  test("that never shows the post: one creation, and its owner is asked", async () => {
    const tweet = await postedUnheard();
    const fault = { kind: "timeline-hides", params: { textIncludes: tweet.text } };
    await h.x("/_sandbox/faults", { method: "POST", body: fault });
    await deliverTo(h.roost, tweet);
    expect(await settleToRest(h, tweet.id)).toBe("UNCONFIRMED");
    expect((await view(tweet.id)).failure?.detail).toMatch(
      /duplicate content.*not among the account's posts/i,
    );
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });

  test("that hides from one look what X made after the first: the look before it is no proof, and nothing is sent again", async () => {
    const { tweet } = await diesSending(h, person);
    await advanceTo(h, (await rowOf(tweet.id)).leaseUntil);
    await sweepNow(h.roost);
    const xId = await postAs(h, person, tweet.text);
    await timelineFault(h, person, "timeline-hides", { textIncludes: tweet.text }, 1);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId }]);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test("from which its owner has deleted the post meanwhile: it is sent again, once, and one stands", async () => {
    const tweet = await postedUnheard();
    const end = await timelineFault(h, person, "status", { status: 503 }, 1);
    await deliverTo(h.roost, tweet);
    await end();
    const [post] = await ledgerOf(h, tweet.text);
    const token = await h.roost.publisher.token(person.accountId);
    if (token.kind !== "token" || !post) throw new Error("nothing to delete");
    await h.roost.publisher.remove(token.accessToken, post.id);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    const posts = await ledgerOf(h, tweet.text);
    expect(posts).toMatchObject([{ deletedAt: expect.any(String) }, { deletedAt: null }]);
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId: posts[1]?.id }]);
  });

  test("that cannot be read for half an hour: its owner is asked, and nothing is sent meanwhile", async () => {
    const { tweet } = await diesSending(h, person);
    await timelineFault(h, person, "status", { status: 503 });
    const startedMs = (await h.clock.now()).getTime();
    expect(await settleToRest(h, tweet.id)).toBe("UNCONFIRMED");
    expect((await h.clock.now()).getTime() - startedMs).toBeGreaterThanOrEqual(policy.settle.giveUpMs);
    expect(await timelineReads(h, person)).toBeLessThan(15);
    expect(await createCalls(h, tweet.text)).toEqual([]);
    expect((await view(tweet.id)).failure?.detail).toMatch(/did not show enough of the account's posts/);
  });

  test("that can be read again in time is asked again, and the tweet goes out", async () => {
    const { tweet } = await diesSending(h, person);
    await timelineFault(h, person, "status", { status: 503 }, 3);
    expect(await view(tweet.id)).toMatchObject({ state: "posting", atX: null });
    h.clock.advance(policy.publish.leaseMs + 1000);
    await sweepNow(h.roost);
    expect(await view(tweet.id)).toMatchObject({ state: "posting", atX: { kind: "looking" } });
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });
});

describe("X's clock, when it is minutes off", () => {
  const skewed = () =>
    h.x("/_sandbox/faults", {
      method: "POST",
      body: { kind: "clock-skew", params: { ms: -5 * minuteMs }, match: { handle: person.handle } },
    });

  test("is not believed that a post is missing: nothing is sent again, and its owner is asked", async () => {
    const { tweet } = await diesSending(h, person);
    await skewed();
    expect(await settleToRest(h, tweet.id)).toBe("UNCONFIRMED");
    expect(await createCalls(h, tweet.text)).toEqual([]);
    expect((await view(tweet.id)).failure?.detail).toMatch(/clock/);
  });

  test("does not hide a post that is there", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await skewed();
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId }]);
  });
});

describe("sending again", () => {
  test("comes once: silent twice, the tweet is left to its owner", async () => {
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "status", { status: 503 });
    await deliverTo(h.roost, tweet);
    expect(await settleToRest(h, tweet.id)).toBe("UNCONFIRMED");
    expect(await createCalls(h, tweet.text)).toHaveLength(2);
    expect((await rowOf(tweet.id)).attempts).toMatchObject([
      { outcome: "absent" },
      { outcome: "unconfirmed" },
    ]);
  });

  test("does not come where its owner asked to stop meanwhile", async () => {
    const { tweet } = await diesSending(h, person);
    await person.caller.tweet.cancel({ id: tweet.id, revision: tweet.revision }).catch(() => undefined);
    expect(await settleToRest(h, tweet.id)).toBe("FAILED");
    expect((await view(tweet.id)).failure).toMatchObject({ kind: "stopped" });
    expect(await createCalls(h, tweet.text)).toEqual([]);
  });

  test("waits until two minutes after the call, whatever is seen before", async () => {
    const { tweet } = await diesSending(h, person);
    const { deadlineAt } = (await rowOf(tweet.id)).attempts[0] ?? {};
    await settleToRest(h, tweet.id);
    const again = (await rowOf(tweet.id)).attempts[1];
    const waitedMs = (again?.startedAt.getTime() ?? 0) - (deadlineAt?.getTime() ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(policy.settle.afterDeadlineMs);
  });

  test("of a text whose fate was unknown before, and that X calls a duplicate, finds that post, however long ago", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    const end = await timelineFault(h, person, "status", { status: 503 });
    await settleToRest(h, tweet.id);
    await end();
    const denied = await person.caller.tweet.resolve({
      id: tweet.id,
      revision: tweet.revision,
      part: 1,
      isUp: false,
    });
    const scheduledFor = new Date((await h.clock.now()).getTime() + 2 * 60 * minuteMs);
    const again = await person.caller.tweet.schedule({
      id: tweet.id,
      revision: denied.revision,
      scheduledFor,
    });
    await advanceTo(h, again.scheduledFor);
    await deliverTo(h.roost, again);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId }]);
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });
});

describe("a post that looks the same", () => {
  test("but belongs to another tweet is not taken for this one", async () => {
    await h.x("/_sandbox/limits", { method: "POST", body: { duplicateWindowMs: 0 } });
    const text = randomUUID();
    const first = await dueTweet(h, person, text);
    await deliverTo(h.roost, first);
    const second = await person.caller.tweet.schedule({
      ...{ id: randomUUID(), accountId: person.accountId, text },
      scheduledFor: new Date((await h.clock.now()).getTime() + 3 * minuteMs),
    });
    await advanceTo(h, second.scheduledFor);
    await xFault(h, text, "status", { status: 503 }, 1);
    await deliverTo(h.roost, second);
    expect(await settleToRest(h, second.id)).toBe("PUBLISHED");
    const ids = [...(await rowOf(first.id)).parts, ...(await rowOf(second.id)).parts].map(({ xId }) => xId);
    expect(ids).toEqual((await ledgerOf(h, text)).map(({ id }) => id));
    expect(new Set(ids).size).toBe(2);
    await h.x("/_sandbox/limits", { method: "POST", body: { duplicateWindowMs: 24 * 60 * minuteMs } });
  });

  test("but stands elsewhere is not taken for a part of a thread", async () => {
    await h.x("/_sandbox/limits", { method: "POST", body: { duplicateWindowMs: 0 } });
    const words = texts(2);
    const thread = await dueThread(h, person, words);
    const stranger = await postAs(h, person, words[1] ?? "");
    await xFault(h, words[1] ?? "", "status", { status: 503 }, 1);
    await deliverTo(h.roost, thread);
    expect(await settleToRest(h, thread.id)).toBe("PUBLISHED");
    const [first, second] = (await rowOf(thread.id)).parts;
    expect(second?.xId).not.toBe(stranger);
    expect((await postsOf(h, words)).find(({ id }) => id === second?.xId)?.inReplyTo).toBe(first?.xId);
    await h.x("/_sandbox/limits", { method: "POST", body: { duplicateWindowMs: 24 * 60 * minuteMs } });
  });
});

describe("a thread", () => {
  test("whose second part X took without saying so goes on by itself, each part once and in its place", async () => {
    const words = texts(3);
    const thread = await dueThread(h, person, words);
    await xFault(h, words[1] ?? "", "cut-after", {}, 1);
    await deliverTo(h.roost, thread);
    expect((await view(thread.id)).state).toBe("posted");
    const posts = await postsOf(h, words);
    expect(posts.map(({ text }) => text)).toEqual(words);
    expect(posts.map(({ inReplyTo }) => inReplyTo)).toEqual([null, posts[0]?.id, posts[1]?.id]);
  });

  test("that is stopped while its second part is looked for sends no third", async () => {
    const words = texts(3);
    const thread = await dueThread(h, person, words);
    await xFault(h, words[1] ?? "", "cut-after", {}, 1);
    await timelineFault(h, person, "status", { status: 503 }, 1);
    await deliverTo(h.roost, thread);
    const { revision } = await rowOf(thread.id);
    await person.caller.tweet.stop({ id: thread.id, revision }).catch(() => undefined);
    expect(await settleToRest(h, thread.id)).toBe("FAILED");
    expect(await view(thread.id)).toMatchObject({
      failure: { kind: "stopped" },
      parts: [{ state: "out" }, { state: "out" }, { state: "waiting" }],
    });
    expect(await postsOf(h, words)).toHaveLength(2);
  });
});
