// X answers with a page of HTML, with nothing, or with half a body: nothing is lost, and nothing is done twice. For
// creating a post see outcomes-unknown.test.ts, for its files media-answers.test.ts.
import { beforeEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow, xFault } from "../support/due-tweet";
import { diesAfterPosting, settleToRest, timelineFault, timelineReads } from "../support/settling";
import { emptiedRoost } from "../support/shared-roost";
import { dueThread, postsOf, texts } from "../support/thread";

const { h, mira } = emptiedRoost();

beforeEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
});

const stateOf = async (id: string) => (await mira.caller.tweet.get({ id })).state;

const broken: [string, string, object][] = [
  ["a page of HTML", "status", { problem: "html" }],
  ["a page of HTML under 403", "status", { problem: "html", status: 403 }],
  ["nothing", "status", { problem: "empty" }],
  ["half a body", "cut-after", {}],
  ["half of the JSON", "half-json", {}],
];

describe("X's timeline, asked for a post of unknown outcome,", () => {
  test.each(broken)(
    "answers with %s: that is no answer, and the next one finds the post",
    async (_, kind, params) => {
      const { tweet, xId } = await diesAfterPosting(h, mira);
      await timelineFault(h, mira, kind, params, 2);
      expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
      expect(await timelineReads(h, mira)).toBe(3);
      expect(await createCalls(h, tweet.text)).toHaveLength(1);
      expect((await mira.caller.tweet.get({ id: tweet.id })).postUrl).toContain(`/status/${xId}`);
    },
  );
});

describe("X, asked to delete what is out of a thread,", () => {
  test.each(broken.filter(([name]) => !name.endsWith("403")))(
    "answers with %s: it is asked again until all is gone, and the thread rests",
    async (_, kind, params) => {
      const words = texts(3);
      const thread = await dueThread(h, mira, words);
      await xFault(h, words[2] ?? "", "status", { status: 400 }, 1);
      await deliverTo(h.roost, thread);
      const { revision } = await mira.caller.tweet.get({ id: thread.id });
      const match = { method: "DELETE", path: "/2/tweets/*", handle: mira.handle };
      await h.x("/_sandbox/faults", { method: "POST", body: { kind, params, count: 1, match } });
      const asked = await mira.caller.tweet.roll_back({ id: thread.id, revision });
      expect(asked.started?.rollback?.state).toBe("removing");
      h.clock.advance(policy.rollBack.retryMs + 1000);
      await sweepNow(h.roost);
      expect((await mira.caller.tweet.get({ id: thread.id })).started?.rollback).toMatchObject({
        state: "removed",
        error: null,
      });
      const posts = await postsOf(h, words);
      expect(posts.map(({ deletedAt }) => deletedAt !== null)).toEqual([true, true]);
    },
  );
});

describe("X, asked for new tokens,", () => {
  const grants = async (): Promise<Record<string, number>> =>
    (await h.x(`/_sandbox/tokens?handle=${mira.handle}`)).counts;

  /** A tweet that is due, whose account's token is over; X answers the refresh like this once. */
  async function dueWithoutToken(kind: string, params: object) {
    const tweet = await dueTweet(h, mira);
    await h.db.xAccount.update({ where: { id: mira.accountId }, data: { expiresAt: new Date(0) } });
    const match = { path: "/2/oauth2/token", handle: mira.handle };
    await h.x("/_sandbox/faults", { method: "POST", body: { kind, params, count: 1, match } });
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "later" });
    expect(await createCalls(h, tweet.text)).toEqual([]);
    expect(await mira.caller.account.list()).toMatchObject([{ hold: null }]);
    h.clock.advance(policy.publish.laterMs);
    await deliverTo(h.roost, tweet);
    return tweet;
  }

  test.each(broken.filter(([, kind]) => kind === "status"))(
    "answers with %s: nothing is used up, so the next try has them, and the tweet goes out once",
    async (_, kind, params) => {
      const tweet = await dueWithoutToken(kind, params);
      expect(await stateOf(tweet.id)).toBe("posted");
      expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
      expect(await grants()).toMatchObject({ refreshed: 1 });
    },
  );

  test.each(broken.filter(([, kind]) => kind !== "status"))(
    "gives them in %s: they are lost, so the account must be connected again, and then its tweet goes out once",
    async (_, kind, params) => {
      const tweet = await dueWithoutToken(kind, params);
      expect(await stateOf(tweet.id)).toBe("onHold");
      expect(await mira.caller.account.list()).toMatchObject([{ hold: { reason: "reconnect" } }]);
      expect(await grants()).toMatchObject({ refreshed: 1, "refresh-refused": 1 });
      expect((await mira.caller.notification.list()).notices).toMatchObject([{ kind: "reconnect" }]);
      expect(await createCalls(h, tweet.text)).toEqual([]);
      await h.signUp(mira.handle);
      h.clock.advance(60_000);
      await sweepNow(h.roost);
      expect(await stateOf(tweet.id)).toBe("posted");
      expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
    },
  );
});
