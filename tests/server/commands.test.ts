import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { TweetView } from "~/server/tweets/view";
import { placeTweet, wholeTweet } from "../support/placed-tweet";
import { newTweet } from "../support/roost-harness";
import { postAs } from "../support/settling";
import { sharedRoostWithMira } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";

const { h, mira } = sharedRoostWithMira();

const hourMs = 3_600_000;

async function scheduled(aheadMs = hourMs) {
  return mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), aheadMs));
}

const target = ({ id, revision }: Pick<TweetView, "id" | "revision">) => ({ id, revision });
const later = (at: Date | null, byMs = hourMs) => new Date((at?.getTime() ?? 0) + byMs);

/** The events of a kind; `armed` ones aside, a command writes one. */
async function eventsOf(id: string) {
  const { events } = await wholeTweet(h.db, id);
  return events
    .filter(({ kind }) => kind !== "armed")
    .map(({ kind, from, to, revision, actor, scheduledFor }) => ({
      kind,
      from,
      to,
      revision,
      actor,
      scheduledFor,
    }));
}

/** What must hold of a scheduled tweet after every command: one message alive, of its revision and time. */
async function expectOneMessage(tweet: TweetView) {
  const row = await wholeTweet(h.db, tweet.id);
  const alive = await messagesOf(h, tweet.id);
  expect(alive).toEqual([expect.objectContaining({ messageId: row.qstashId, revision: tweet.revision })]);
  expect(alive[0]?.notBefore).toBe(tweet.scheduledFor?.getTime());
}

describe("schedule", () => {
  test("queues the tweet with one message for its revision and second, and writes one event", async () => {
    const input = newTweet(mira, await h.clock.now(), hourMs);
    const tweet = await mira.caller.tweet.schedule(input);
    expect(tweet).toMatchObject({ id: input.id, revision: 1, state: "queued", text: input.text });
    expect(tweet.scheduledFor?.getTime()).toBe(Math.floor(input.scheduledFor.getTime() / 1000) * 1000);
    await expectOneMessage(tweet);
    expect(await eventsOf(tweet.id)).toEqual([
      {
        kind: "scheduled",
        from: null,
        to: "SCHEDULED",
        revision: 1,
        actor: "owner",
        scheduledFor: tweet.scheduledFor,
      },
    ]);
  });

  test("keeps a tweet beyond the horizon in the database alone, as Pending", async () => {
    const tweet = await scheduled(policy.arm.horizonMs + hourMs);
    expect(tweet.state).toBe("pending");
    expect(tweet.pending?.error).toBeNull();
    expect(await messagesOf(h, tweet.id, "all")).toEqual([]);
  });

  test("of the same id twice creates once, and answers the same tweet", async () => {
    const input = newTweet(mira, await h.clock.now(), hourMs);
    const first = await mira.caller.tweet.schedule(input);
    const second = await mira.caller.tweet.schedule(input);
    expect(target(second)).toEqual(target(first));
    expect(await eventsOf(input.id)).toHaveLength(1);
    expect(await messagesOf(h, input.id, "all")).toHaveLength(1);
  });

  test("of the same id many times at once creates once, with one message", async () => {
    const input = newTweet(mira, await h.clock.now(), hourMs);
    const answers = await Promise.all(Array.from({ length: 8 }, () => mira.caller.tweet.schedule(input)));
    for (const answer of answers) expect(target(answer)).toEqual({ id: input.id, revision: 1 });
    expect(await eventsOf(input.id)).toHaveLength(1);
    await expectOneMessage(await mira.caller.tweet.get({ id: input.id }));
  });
});

describe("reschedule", () => {
  test("takes the old message back and leaves only one, for the new second", async () => {
    const tweet = await scheduled();
    const [old] = await messagesOf(h, tweet.id);
    const scheduledFor = later(tweet.scheduledFor);
    const moved = await mira.caller.tweet.reschedule({ ...target(tweet), scheduledFor });
    expect(moved).toMatchObject({ revision: 2, state: "queued", scheduledFor, text: tweet.text });
    await expectOneMessage(moved);
    const all = await messagesOf(h, tweet.id, "all");
    expect(all.find(({ messageId }) => messageId === old?.messageId)?.state).toMatch(/^CANCEL/);
    expect((await eventsOf(tweet.id)).slice(1)).toEqual([
      { kind: "rescheduled", from: "SCHEDULED", to: "SCHEDULED", revision: 2, actor: "owner", scheduledFor },
    ]);
  });

  test("beyond the horizon leaves no message", async () => {
    const tweet = await scheduled();
    const scheduledFor = later(tweet.scheduledFor, policy.arm.horizonMs);
    const moved = await mira.caller.tweet.reschedule({ ...target(tweet), scheduledFor });
    expect(moved.state).toBe("pending");
    expect(await messagesOf(h, tweet.id)).toEqual([]);
  });
});

describe("unschedule", () => {
  test("keeps text and time, takes the message back, and schedule brings it back with one click", async () => {
    const tweet = await scheduled();
    const draft = await mira.caller.tweet.unschedule(target(tweet));
    expect(draft).toMatchObject({
      revision: 2,
      state: "draft",
      scheduledFor: tweet.scheduledFor,
      text: tweet.text,
      orphan: null,
    });
    expect(await messagesOf(h, tweet.id)).toEqual([]);
    const again = await mira.caller.tweet.schedule({
      ...target(draft),
      scheduledFor: tweet.scheduledFor ?? new Date(),
    });
    expect(again).toMatchObject({ revision: 3, state: "queued", scheduledFor: tweet.scheduledFor });
    await expectOneMessage(again);
    const { scheduledFor } = tweet;
    expect((await eventsOf(tweet.id)).slice(1)).toEqual([
      { kind: "unscheduled", from: "SCHEDULED", to: "DRAFT", revision: 2, actor: "owner", scheduledFor },
      { kind: "scheduled", from: "DRAFT", to: "SCHEDULED", revision: 3, actor: "owner", scheduledFor },
    ]);
  });
});

describe("edit", () => {
  test("of a queued tweet keeps its time, and the one message left names the new revision", async () => {
    const tweet = await scheduled();
    const edited = await mira.caller.tweet.edit({ ...target(tweet), text: "other words" });
    expect(edited).toMatchObject({
      revision: 2,
      state: "queued",
      text: "other words",
      scheduledFor: tweet.scheduledFor,
    });
    await expectOneMessage(edited);
    const { scheduledFor } = tweet;
    expect((await eventsOf(tweet.id)).slice(1)).toEqual([
      { kind: "edited", from: "SCHEDULED", to: "SCHEDULED", revision: 2, actor: "owner", scheduledFor },
    ]);
  });

  test("may change text and time in one revision", async () => {
    const tweet = await scheduled();
    const scheduledFor = later(tweet.scheduledFor);
    const edited = await mira.caller.tweet.edit({ ...target(tweet), text: "both", scheduledFor });
    expect(edited).toMatchObject({ revision: 2, text: "both", scheduledFor });
    await expectOneMessage(edited);
  });

  test("of a tweet off the schedule leaves it where it is, without a message", async () => {
    const draft = await mira.caller.tweet.unschedule(target(await scheduled()));
    const edited = await mira.caller.tweet.edit({ ...target(draft), text: "draft words" });
    expect(edited).toMatchObject({ revision: 3, state: "draft", text: "draft words" });
    expect(await messagesOf(h, draft.id)).toEqual([]);
  });
});

describe("cancel and delete", () => {
  test("a cancelled tweet's delivery posts nothing", async () => {
    const tweet = await scheduled();
    const cancelled = await mira.caller.tweet.cancel(target(tweet));
    expect(cancelled).toMatchObject({ revision: 2, state: "cancelled", scheduledFor: tweet.scheduledFor });
    expect(await messagesOf(h, tweet.id)).toEqual([]);
    h.clock.advance(hourMs);
    const answer = await h.deliver({ tweetId: tweet.id, revision: 1 });
    expect(answer.status).toBe(200);
    expect((await h.x(`/_sandbox/tweets?text=${tweet.text}`)).tweets).toEqual([]);
    const { scheduledFor } = tweet;
    expect((await eventsOf(tweet.id)).slice(1)).toEqual([
      { kind: "cancelled", from: "SCHEDULED", to: "CANCELLED", revision: 2, actor: "owner", scheduledFor },
    ]);
  });

  test("a deleted tweet is gone for its owner, its message with it, and its history stays", async () => {
    const tweet = await scheduled();
    expect(await mira.caller.tweet.delete(target(tweet))).toEqual({ id: tweet.id, note: null });
    expect(await messagesOf(h, tweet.id)).toEqual([]);
    const queue = await mira.caller.tweet.get_queue({ verify: false });
    expect(JSON.stringify(queue)).not.toContain(tweet.id);
    const row = await wholeTweet(h.db, tweet.id);
    expect(row).toMatchObject({ revision: 2, status: "CANCELLED", deletedAt: expect.any(Date) });
    expect(row.parts[0]?.text).toBe(tweet.text);
    expect((await eventsOf(tweet.id)).map(({ kind }) => kind)).toEqual(["scheduled", "deleted"]);
  });
});

describe("schedule_all", () => {
  test("puts back each tweet that can go back, and says of the others why not", async () => {
    const first = await mira.caller.tweet.unschedule(target(await scheduled()));
    const second = await mira.caller.tweet.unschedule(target(await scheduled(2 * hourMs)));
    const stale = await mira.caller.tweet.unschedule(target(await scheduled(2 * hourMs)));
    const past = await mira.caller.tweet.unschedule(target(await scheduled(60_000)));
    h.clock.advance(120_000);
    const answer = await mira.caller.tweet.schedule_all({
      tweets: [target(first), { ...target(stale), revision: 1 }, target(past), target(second)],
    });
    expect(answer.scheduled.map(({ id }) => id)).toEqual([first.id, second.id]);
    for (const tweet of answer.scheduled) {
      expect(tweet).toMatchObject({ revision: 3, state: "queued" });
      await expectOneMessage(tweet);
    }
    expect(answer.refused.map(({ id, code }) => [id, code])).toEqual([
      [stale.id, "STALE"],
      [past.id, "TIME_PASSED"],
    ]);
    expect((await mira.caller.tweet.get({ id: past.id })).state).toBe("draft");
  });

  test("of the same tweet twice schedules it once", async () => {
    const draft = await mira.caller.tweet.unschedule(target(await scheduled()));
    const answer = await mira.caller.tweet.schedule_all({ tweets: [target(draft), target(draft)] });
    expect(answer.scheduled).toHaveLength(1);
    expect(answer.refused.map(({ code }) => code)).toEqual(["STALE"]);
    await expectOneMessage(await mira.caller.tweet.get({ id: draft.id }));
  });
});

describe("resolve", () => {
  const unconfirmed = async () =>
    placeTweet(h.db, await h.clock.now(), {
      userId: mira.userId,
      accountId: mira.accountId,
      status: "UNCONFIRMED",
    });

  test("with the post's link makes it posted, for good", async () => {
    const tweet = await unconfirmed();
    const xId = await postAs(h, mira, tweet.id);
    const postUrl = `https://x.com/mira/status/${xId}`;
    const posted = await mira.caller.tweet.resolve({ ...target(tweet), part: 1, isUp: true, postUrl });
    expect(posted).toMatchObject({ state: "posted", scheduledFor: tweet.scheduledFor });
    expect(posted.postUrl).toContain(`/status/${xId}`);
    expect(await eventsOf(tweet.id)).toMatchObject([
      { kind: "said to be up", from: "UNCONFIRMED", to: "PUBLISHED", actor: "owner" },
    ]);
  });

  test("with 'it is not' makes it failed, and it can be scheduled again", async () => {
    const tweet = await unconfirmed();
    const failed = await mira.caller.tweet.resolve({ ...target(tweet), part: 1, isUp: false });
    expect(failed).toMatchObject({ state: "failed", failure: { kind: "notPosted" } });
    const again = await mira.caller.tweet.schedule({
      ...target(failed),
      scheduledFor: later(tweet.scheduledFor),
    });
    expect(again).toMatchObject({ state: "queued", failure: null });
    await expectOneMessage(again);
  });

  test("refuses a link that belongs to another tweet, and a link that names no post", async () => {
    const [taken, tweet] = [await unconfirmed(), await unconfirmed()];
    const postUrl = `https://x.com/mira/status/${await postAs(h, mira, taken.id)}`;
    await mira.caller.tweet.resolve({ ...target(taken), part: 1, isUp: true, postUrl });
    const before = await wholeTweet(h.db, tweet.id);
    for (const link of [postUrl, "https://x.com/mira", "javascript:alert(1)", "", undefined]) {
      await expect(
        mira.caller.tweet.resolve({
          ...target(tweet),
          part: 1,
          isUp: true,
          ...(link === undefined ? {} : { postUrl: link }),
        }),
      ).rejects.toMatchObject({ code: "BAD_REQUEST" });
    }
    expect(await wholeTweet(h.db, tweet.id)).toEqual(before);
  });
});
