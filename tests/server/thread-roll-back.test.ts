// A roll-back deletes at X what is out of a thread, whatever happens meanwhile, or says that X does not do it.
import { beforeEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import type { TweetView } from "~/server/tweets/view";
import { deliverTo, sweepNow, withPatience, xFault } from "../support/due-tweet";
import { freePort } from "../support/free-port";
import { wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { roostWithNewcomers } from "../support/shared-roost";
import { dueThread, postsOf, texts } from "../support/thread";

const { h, person } = roostWithNewcomers();

const patienceMs = 400;

beforeEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
});

const view = (id: string) => person.caller.tweet.get({ id });
const named = ({ id, revision }: TweetView) => ({ id, revision });

/** A thread of four whose first three parts are out, and which X refused to go on with. */
async function halfOut() {
  const words = texts(4);
  const tweet = await dueThread(h, person, words);
  await xFault(h, words[3] ?? "", "status", { status: 403 }, 1);
  await deliverTo(h.roost, tweet);
  const seen = await view(tweet.id);
  expect(seen).toMatchObject({ state: "failed", started: { outCount: 3, canResume: true } });
  return { words, tweet: seen };
}

/** What X does to delete calls of this person. */
const deleteFault = (kind: string, params: object = {}, count: number | null = null) =>
  h.x("/_sandbox/faults", {
    method: "POST",
    body: { kind, params, count, match: { method: "DELETE", path: "/2/tweets/*", handle: person.handle } },
  });

const deleteCalls = async (): Promise<{ path: string; status: number | null }[]> => {
  const { requests } = await h.x("/_sandbox/requests?method=DELETE");
  return (requests as { path: string; handle: string; status: number | null }[]).filter(
    ({ handle }) => handle === person.handle,
  );
};

const standing = async (words: string[]) =>
  (await postsOf(h, words)).filter(({ deletedAt }) => deletedAt === null).map(({ text }) => text);

async function expectGone(id: string, words: string[]) {
  expect(await standing(words)).toEqual([]);
  const row = await wholeTweet(h.db, id);
  expect(row).toMatchObject({ status: "CANCELLED", rolledBackAt: expect.any(Date), rollbackAfter: null });
  expect(row.parts.map(({ state }) => state)).toEqual(["REMOVED", "REMOVED", "REMOVED", "WAITING"]);
  const ofRollBack = row.events.slice(row.events.findIndex(({ kind }) => kind === "roll-back asked"));
  expect(ofRollBack.filter(({ kind }) => kind === "part removed").map(({ detail }) => detail)).toMatchObject([
    { part: 3 },
    { part: 2 },
    { part: 1 },
  ]);
  expect(ofRollBack.at(-1)?.kind).toBe("rolled back");
  expect(await view(id)).toMatchObject({
    state: "cancelled",
    started: { canResume: false, rollback: { state: "removed", error: null } },
  });
}

describe("a roll-back", () => {
  test("deletes what is out, the last part first, and the thread can then neither be resumed nor scheduled", async () => {
    const { words, tweet } = await halfOut();
    const ids = (await postsOf(h, words)).map(({ id }) => id);
    const gone = await person.caller.tweet.roll_back(named(tweet));
    expect(gone.parts.map(({ state, postUrl }) => [state, postUrl])).toEqual([
      ["removed", null],
      ["removed", null],
      ["removed", null],
      ["waiting", null],
    ]);
    await expectGone(tweet.id, words);
    expect((await deleteCalls()).map(({ path }) => path)).toEqual(
      ids.reverse().map((id) => `/2/tweets/${id}`),
    );
    for (const act of [
      person.caller.tweet.resume,
      person.caller.tweet.roll_back,
      person.caller.tweet.restore,
    ]) {
      expect(await refusalOf(act(named(gone)))).toMatchObject({
        code: "NOT_ALLOWED",
        message: expect.stringContaining("new tweet"),
      });
    }
    const scheduledFor = new Date((await h.clock.now()).getTime() + 3_600_000);
    const again = person.caller.tweet.schedule({ ...named(gone), scheduledFor });
    expect((await refusalOf(again)).code).toBe("NOT_ALLOWED");
    expect(await person.caller.tweet.delete(named(gone))).toEqual({ id: tweet.id, note: null });
  });

  test("of a post that its owner has deleted on X already counts as done", async () => {
    const { words, tweet } = await halfOut();
    await deleteFault("status", { status: 404 });
    const seen = await person.caller.tweet.roll_back(named(tweet));
    expect(seen.started?.rollback).toEqual({ state: "removed", error: null });
    expect((await wholeTweet(h.db, tweet.id)).parts[0]?.state).toBe("REMOVED");
    expect(await standing(words)).toHaveLength(3);
  });

  test("with a token that has expired renews it once, and goes on", async () => {
    const { words, tweet } = await halfOut();
    await h.x("/_sandbox/expire", { method: "POST", body: { handle: person.handle } });
    await person.caller.tweet.roll_back(named(tweet));
    await expectGone(tweet.id, words);
    expect((await deleteCalls()).map(({ status }) => status)).toEqual([401, 200, 200, 200]);
  });

  test("whose account X no longer lets in waits until it is connected again, and says so", async () => {
    const { words, tweet } = await halfOut();
    await h.x("/_sandbox/expire", { method: "POST", body: { handle: person.handle } });
    await h.x("/_sandbox/faults", {
      method: "POST",
      body: { kind: "refresh-refused", params: {}, match: { handle: person.handle }, count: 1 },
    });
    const seen = await person.caller.tweet.roll_back(named(tweet));
    expect(seen.started?.rollback).toEqual({
      state: "removing",
      error: expect.stringContaining("Connect it again"),
    });
    expect((await person.caller.account.list())[0]?.hold?.reason).toBe("reconnect");
    expect(await h.db.notification.count({ where: { userId: person.userId, kind: "reconnect" } })).toBe(1);
    expect(await standing(words)).toHaveLength(3);
    h.clock.advance(policy.rollBack.retryMs + 1000);
    await sweepNow(h.roost);
    await expectGone(tweet.id, words);
  });

  test("at X's limit waits until its reset, and then goes on where it was", async () => {
    const { words, tweet } = await halfOut();
    const resetMs = 20 * 60_000;
    await deleteFault("status", { status: 429, resetAfterSeconds: resetMs / 1000 }, 1);
    const seen = await person.caller.tweet.roll_back(named(tweet));
    expect(seen.started?.rollback).toMatchObject({ state: "removing", error: expect.any(String) });
    h.clock.advance(resetMs - 60_000);
    await sweepNow(h.roost);
    expect(await standing(words)).toHaveLength(3);
    h.clock.advance(62_000);
    await sweepNow(h.roost);
    await expectGone(tweet.id, words);
  });

  test("that X answers with 503 is asked again, with longer and longer pauses", async () => {
    const { words, tweet } = await halfOut();
    await deleteFault("status", { status: 503 }, 2);
    const seen = await person.caller.tweet.roll_back(named(tweet));
    expect(seen.started?.rollback?.state).toBe("removing");
    for (const calls of [2, 2]) {
      h.clock.advance(policy.rollBack.retryMs + 1000);
      await sweepNow(h.roost);
      expect(await deleteCalls()).toHaveLength(calls);
    }
    h.clock.advance(policy.rollBack.retryMs + 1000);
    await sweepNow(h.roost);
    await expectGone(tweet.id, words);
  });

  test.each([
    ["silence", "hang-after"],
    ["a cut answer", "cut-after"],
    ["half of the JSON", "half-json"],
  ])("that X answers with %s after deleting is asked again, and no post twice more", async (_, kind) => {
    const { words, tweet } = await halfOut();
    await deleteFault(kind, {}, 1);
    const impatient = h.callerOf(withPatience(h, patienceMs), person.userId);
    const seen = await impatient.tweet.roll_back(named(tweet));
    expect(seen.started?.rollback?.state).toBe("removing");
    expect(await standing(words)).toHaveLength(2);
    h.clock.advance(policy.rollBack.retryMs + 1000);
    await sweepNow(h.roost);
    await expectGone(tweet.id, words);
    expect(await deleteCalls()).toHaveLength(4);
  });

  test("while X cannot be reached is done once it can", async () => {
    const { words, tweet } = await halfOut();
    const cutOff = h.variant({ X_API_BASE_URL: `http://127.0.0.1:${await freePort()}` });
    await h.callerOf(cutOff, person.userId).tweet.roll_back(named(tweet));
    expect(await standing(words)).toHaveLength(3);
    h.clock.advance(policy.rollBack.retryMs + 1000);
    await sweepNow(h.roost);
    await expectGone(tweet.id, words);
  });
});

describe("a roll-back that X refuses", () => {
  test("is stuck, says so in X's words, tells its owner once, and may be asked for again", async () => {
    const { words, tweet } = await halfOut();
    await deleteFault("status", { status: 403, detail: "You may not delete this Post." });
    const seen = await person.caller.tweet.roll_back(named(tweet));
    expect(seen.started?.rollback).toEqual({ state: "stuck", error: "You may not delete this Post." });
    h.clock.advance(policy.rollBack.giveUpMs);
    await sweepNow(h.roost);
    expect(await deleteCalls()).toHaveLength(1);
    const told = await h.db.notification.findMany({ where: { tweetId: tweet.id, kind: "rollbackStuck" } });
    expect(told).toMatchObject([{ detail: { words: "You may not delete this Post." } }]);
    await h.x("/_sandbox/faults", { method: "DELETE" });
    await person.caller.tweet.roll_back(named(seen));
    expect(await standing(words)).toEqual([]);
  });

  test("leaves no posts behind unsaid: the thread is deleted here only once its owner knows, and then says that they stay", async () => {
    const { words, tweet } = await halfOut();
    await deleteFault("status", { status: 503 }, 1);
    const removing = await person.caller.tweet.roll_back(named(tweet));
    expect(await refusalOf(person.caller.tweet.delete(named(removing)))).toMatchObject({
      code: "NOT_ALLOWED",
      message: expect.stringContaining("still being deleted on X"),
    });
    await deleteFault("status", { status: 403 });
    h.clock.advance(policy.rollBack.retryMs + 1000);
    await sweepNow(h.roost);
    const { notices } = await person.caller.notification.list({});
    expect(notices[0]).toMatchObject({ kind: "rollbackStuck", isOver: false, tweetId: tweet.id });
    const stuck = await view(tweet.id);
    expect(await person.caller.tweet.delete(named(stuck))).toEqual({
      id: tweet.id,
      note: "Its 3 posts stay on X.",
    });
    expect(await standing(words)).toHaveLength(3);
  });

  test("with trouble for a whole day is stuck too, and X is asked no more", async () => {
    const { tweet } = await halfOut();
    await deleteFault("status", { status: 503 });
    await person.caller.tweet.roll_back(named(tweet));
    for (let passed = 0; passed <= policy.rollBack.giveUpMs; passed += policy.rollBack.maxRetryMs) {
      h.clock.advance(policy.rollBack.maxRetryMs + 1000);
      await sweepNow(h.roost);
    }
    expect((await view(tweet.id)).started?.rollback?.state).toBe("stuck");
    const { length } = await deleteCalls();
    h.clock.advance(policy.rollBack.giveUpMs);
    await sweepNow(h.roost);
    expect(await deleteCalls()).toHaveLength(length);
  });
});

describe("a roll-back whose worker dies", () => {
  /** A Roost that dies at the second delete call: before it is made, or after X has done it. */
  function dying(when: "before" | "after"): Roost {
    const { publisher } = h.roost;
    let calls = 0;
    const remove: typeof publisher.remove = async (...call) => {
      calls += 1;
      if (calls === 2 && when === "after") await publisher.remove(...call);
      if (calls === 2) throw new Error("the process is gone");
      return publisher.remove(...call);
    };
    return { ...h.roost, publisher: { ...publisher, remove } };
  }

  test.each(["before", "after"] as const)(
    "%s the second deletion is taken up by the sweep when its time has come, and done",
    async (when) => {
      const { words, tweet } = await halfOut();
      await h.callerOf(dying(when), person.userId).tweet.roll_back(named(tweet));
      expect(await standing(words)).toHaveLength(when === "before" ? 2 : 1);
      await sweepNow(h.roost);
      expect(await deleteCalls()).toHaveLength(when === "before" ? 1 : 2);
      h.clock.advance(policy.rollBack.leaseMs + 1000);
      await sweepNow(h.roost);
      await expectGone(tweet.id, words);
    },
  );

  test("is gone on with by one of two sweeps at once, and each post is asked for once", async () => {
    const { words, tweet } = await halfOut();
    const other = h.variant({});
    try {
      await h.callerOf(dying("before"), person.userId).tweet.roll_back(named(tweet));
      h.clock.advance(policy.rollBack.leaseMs + 1000);
      await Promise.all([sweepNow(h.roost), sweepNow(other)]);
      await expectGone(tweet.id, words);
      expect(await deleteCalls()).toHaveLength(3);
    } finally {
      await other.db.$disconnect();
    }
  });
});
