// Check needed: X is looked at again a few times, and the tweet's owner answers what nobody else can.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import { lookForUnconfirmed } from "~/server/tweets/look-unconfirmed";
import { createCalls, deliverTo, ledgerOf, sweepNow, xFault } from "../support/due-tweet";
import { refusalOf } from "../support/refusal";
import {
  advanceTo,
  diesAfterPosting,
  diesSending,
  leaveInDoubt,
  postAs,
  settleToRest,
  timelineReads,
} from "../support/settling";
import { roostWithNewcomers } from "../support/shared-roost";
import { xIdMadeAt } from "../support/snowflake";
import { dueThread, postsOf, texts } from "../support/thread";

const { h, person, view, rowOf } = roostWithNewcomers();

const hourMs = 3_600_000;
const nextLookAt = async (id: string) => (await rowOf(id)).nextLookAt;

/** In doubt, and X has nothing of it. */
async function inDoubt() {
  const { tweet, claim } = await diesSending(h, person);
  await leaveInDoubt(h, person, tweet.id);
  return { tweet, claim };
}

/** A post that stands on another person's account. Returns its id. */
async function postOfAnother(): Promise<string> {
  const another = await h.signUp(`another_${randomUUID().slice(0, 6)}`);
  return postAs(h, another, `not theirs ${randomUUID()}`);
}

/** A thread of three whose second part is in doubt though X has it. Returns that post's id. */
async function threadInDoubt() {
  const words = texts(3);
  const thread = await dueThread(h, person, words);
  await xFault(h, words[1] ?? "", "cut-after", {}, 1);
  const body = { kind: "status", match: { path: "/2/users/*/tweets", method: "GET", handle: person.handle } };
  const { fault } = await h.x("/_sandbox/faults", { method: "POST", body });
  await deliverTo(h.roost, thread);
  await leaveInDoubt(h, person, thread.id);
  await h.x(`/_sandbox/faults/${fault.id}`, { method: "DELETE" });
  return { words, thread, xId: (await postsOf(h, words))[1]?.id ?? "" };
}

async function answer(id: string, isUp: boolean, postUrl?: string) {
  const { revision, doubt } = await person.caller.tweet.get({ id });
  return person.caller.tweet.resolve({
    id,
    revision,
    part: doubt?.part ?? 1,
    isUp,
    ...(postUrl ? { postUrl } : {}),
  });
}

const linkOf = (xId: string) => `https://x.com/${person.handle}/status/${xId}`;

describe("a look", () => {
  test("comes after 5 minutes, an hour and a day, and then no more", async () => {
    const { tweet } = await inDoubt();
    const { statusSince } = await rowOf(tweet.id);
    for (const ms of policy.settle.unconfirmedLooksMs) {
      const reads = await timelineReads(h, person);
      expect(await nextLookAt(tweet.id)).toEqual(new Date(statusSince.getTime() + ms));
      await sweepNow(h.roost);
      expect(await timelineReads(h, person)).toBe(reads);
      await advanceTo(h, await nextLookAt(tweet.id));
      await sweepNow(h.roost);
      expect(await timelineReads(h, person)).toBe(reads + 1);
    }
    expect(await nextLookAt(tweet.id)).toBeNull();
    const events = (await rowOf(tweet.id)).events.length;
    h.clock.advance(30 * 24 * hourMs);
    await sweepNow(h.roost);
    expect((await view(tweet.id)).state).toBe("checkNeeded");
    expect((await rowOf(tweet.id)).events).toHaveLength(events);
    expect(await createCalls(h, tweet.text)).toEqual([]);
  });

  test("finds what X shows late: the tweet is Posted by itself, as of when it was posted", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await leaveInDoubt(h, person, tweet.id);
    await advanceTo(h, await nextLookAt(tweet.id));
    await sweepNow(h.roost);
    expect(await view(tweet.id)).toMatchObject({
      state: "posted",
      failure: null,
      isLate: false,
      postUrl: expect.stringContaining(xId),
    });
    expect((await rowOf(tweet.id)).attempts).toMatchObject([{ outcome: "adopted" }]);
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });

  test("that finds one part lets its thread go on", async () => {
    const { thread, words } = await threadInDoubt();
    await advanceTo(h, await nextLookAt(thread.id));
    await sweepNow(h.roost);
    expect((await view(thread.id)).state).toBe("posted");
    const posts = await postsOf(h, words);
    expect(posts.map(({ text }) => text)).toEqual(words);
    expect(posts.map(({ inReplyTo }) => inReplyTo)).toEqual([null, posts[0]?.id, posts[1]?.id]);
  });

  test("is made by one of two sweeps at once", async () => {
    const { tweet } = await inDoubt();
    const reads = await timelineReads(h, person);
    await advanceTo(h, await nextLookAt(tweet.id));
    await Promise.all([lookForUnconfirmed(h.roost, tweet.id), lookForUnconfirmed(h.roost, tweet.id)]);
    expect(await timelineReads(h, person)).toBe(reads + 1);
  });

  test("over which its worker dies is made again", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await leaveInDoubt(h, person, tweet.id);
    await advanceTo(h, await nextLookAt(tweet.id));
    const { publisher } = h.roost;
    const timeline: typeof publisher.timeline = () => Promise.reject(new Error("died"));
    const dying: Roost = { ...h.roost, publisher: { ...publisher, timeline } };
    await expect(lookForUnconfirmed(dying, tweet.id)).rejects.toThrow("died");
    await advanceTo(h, await nextLookAt(tweet.id));
    await sweepNow(h.roost);
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId }]);
  });

  test("that comes after its owner's answer changes nothing", async () => {
    const { tweet } = await diesAfterPosting(h, person);
    await leaveInDoubt(h, person, tweet.id);
    await advanceTo(h, await nextLookAt(tweet.id));
    const { publisher } = h.roost;
    const timeline: typeof publisher.timeline = async (...args) => {
      const read = await publisher.timeline(...args);
      await answer(tweet.id, false);
      return read;
    };
    const slow: Roost = { ...h.roost, publisher: { ...publisher, timeline } };
    expect((await lookForUnconfirmed(slow, tweet.id)).kind).toBe("left");
    expect(await view(tweet.id)).toMatchObject({ state: "failed", failure: { kind: "notPosted" } });
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId: null }]);
  });
});

describe("'It is up'", () => {
  test.each(["https://x.com/{}", "https://twitter.com/{}", "https://x.com/i/{}", "https://x.com/i/web/{}"])(
    "is taken with a link like %s",
    async (form) => {
      const { tweet, xId } = await diesAfterPosting(h, person);
      await leaveInDoubt(h, person, tweet.id);
      const path = form.includes("/i/") ? `status/${xId}` : `${person.handle}/status/${xId}`;
      expect(await answer(tweet.id, true, form.replace("{}", path))).toMatchObject({ state: "posted" });
      expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId }]);
    },
  );

  test("is taken with the address where Roost itself shows posts", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await leaveInDoubt(h, person, tweet.id);
    const link = `${h.roost.publisher.webUrl}/${person.handle}/status/${xId}`;
    expect((await answer(tweet.id, true, link)).state).toBe("posted");
  });

  test("is taken from an owner who has another name on X since", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await leaveInDoubt(h, person, tweet.id);
    expect((await answer(tweet.id, true, `https://x.com/newname/status/${xId}`)).state).toBe("posted");
  });

  test("changes nothing where X does not say whose post it is, and can be said again", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await leaveInDoubt(h, person, tweet.id);
    const match = { path: "/2/tweets/*", method: "GET", handle: person.handle };
    const body = { kind: "status", params: { status: 503 }, match, count: 1 };
    await h.x("/_sandbox/faults", { method: "POST", body });
    const before = await rowOf(tweet.id);
    const refusal = await refusalOf(answer(tweet.id, true, linkOf(xId)));
    expect(refusal.message).toMatch(/could not check whose post that is, so nothing was changed/);
    expect(await rowOf(tweet.id)).toEqual(before);
    expect((await answer(tweet.id, true, linkOf(xId))).state).toBe("posted");
  });

  test("never takes a post from the one whose it is: that one's tweet is found, and sent once", async () => {
    const another = await h.signUp(`another_${randomUUID().slice(0, 6)}`);
    const { tweet: own } = await inDoubt();
    const { tweet, xId } = await diesAfterPosting(h, another);
    for (const link of [linkOf(xId), `https://x.com/i/status/${xId}`]) {
      await expect(answer(own.id, true, link)).rejects.toThrow(/not of @/);
    }
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId }]);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test("lets a thread go on: the parts after it go out at once, each once and in its place", async () => {
    const { thread, words, xId } = await threadInDoubt();
    const ofFirst = linkOf((await postsOf(h, words))[0]?.id ?? "");
    expect((await refusalOf(answer(thread.id, true, ofFirst))).message).toMatch(
      /is part 1 of.*link of part 2/,
    );
    await answer(thread.id, true, linkOf(xId));
    await deliverTo(h.roost, await rowOf(thread.id));
    expect((await view(thread.id)).state).toBe("posted");
    const posts = await postsOf(h, words);
    expect(posts.map(({ text }) => text)).toEqual(words);
    expect(posts.map(({ inReplyTo }) => inReplyTo)).toEqual([null, posts[0]?.id, posts[1]?.id]);
  });

  test.each<[string, () => Promise<string>, RegExp]>([
    ["another account's post", async () => linkOf(await postOfAnother()), /not of @/],
    ["a post that X does not have", async () => linkOf(xIdMadeAt(await h.clock.now())), /no such post/],
    ["no post", async () => "https://x.com/mira", /Paste the post's link/],
    ["another site", async () => `https://example.com/${person.handle}/status/1`, /Paste the post's link/],
    ["a post from long before", async () => linkOf("20"), /older than this tweet/],
    [
      "a post from an hour before",
      async () => linkOf(xIdMadeAt(new Date((await h.clock.now()).getTime() - 2 * hourMs))),
      /older than this tweet/,
    ],
    [
      "a post from tomorrow",
      async () => linkOf(xIdMadeAt(new Date((await h.clock.now()).getTime() + 24 * hourMs))),
      /no such post yet/,
    ],
  ])("with a link to %s is refused in words, and changes nothing", async (_, link, words) => {
    const { tweet } = await inDoubt();
    const before = await rowOf(tweet.id);
    const refusal = await refusalOf(answer(tweet.id, true, await link()));
    expect(refusal.code).toBe("BAD_INPUT");
    expect(refusal.message).toMatch(words);
    expect(await rowOf(tweet.id)).toEqual(before);
  });
});

describe("'It is not'", () => {
  test("makes it Failed, and it can be scheduled again with its text", async () => {
    const { tweet } = await inDoubt();
    const failed = await answer(tweet.id, false);
    expect(failed).toMatchObject({ state: "failed", failure: { kind: "notPosted" }, text: tweet.text });
    expect(await nextLookAt(tweet.id)).toBeNull();
    const scheduledFor = new Date((await h.clock.now()).getTime() + hourMs);
    const again = await person.caller.tweet.schedule({
      id: tweet.id,
      revision: failed.revision,
      scheduledFor,
    });
    await advanceTo(h, again.scheduledFor);
    await deliverTo(h.roost, again);
    expect((await view(tweet.id)).state).toBe("posted");
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test("of a thread leaves what is out, and its owner may let it go on from there", async () => {
    const words = texts(3);
    const thread = await dueThread(h, person, words);
    const { publisher } = h.roost;
    const create: typeof publisher.create = async (token, post) =>
      post.text === words[1]
        ? { kind: "noAnswer", detail: "X did not answer." }
        : publisher.create(token, post);
    await deliverTo({ ...h.roost, publisher: { ...publisher, create } }, thread);
    await leaveInDoubt(h, person, thread.id);
    const failed = await answer(thread.id, false);
    expect(failed).toMatchObject({
      state: "failed",
      started: { canResume: true, outCount: 1 },
      parts: [{ state: "out" }, { state: "waiting" }, { state: "waiting" }],
    });
    const { revision } = await person.caller.tweet.resume({ id: thread.id, revision: failed.revision });
    await deliverTo(h.roost, { id: thread.id, revision });
    expect((await view(thread.id)).state).toBe("posted");
    expect((await postsOf(h, words)).map(({ text }) => text)).toEqual(words);
  });

  test("that was wrong is mended by X's refusal of the second: the first post is found", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await leaveInDoubt(h, person, tweet.id);
    const failed = await answer(tweet.id, false);
    const scheduledFor = new Date((await h.clock.now()).getTime() + hourMs);
    const again = await person.caller.tweet.schedule({
      id: tweet.id,
      revision: failed.revision,
      scheduledFor,
    });
    await advanceTo(h, again.scheduledFor);
    expect((await deliverTo(h.roost, again)).kind).toBe("handled");
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId }]);
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });
});
