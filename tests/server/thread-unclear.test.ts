// A part of unknown outcome, in the middle of a thread: no part is ever sent twice, and the thread goes on.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import { holdRow } from "~/server/tweets/lock-tweet";
import type { TweetView } from "~/server/tweets/view";
import { createCalls, deliverTo, sweepNow, withPatience, xFault } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import type { Person } from "../support/roost-harness";
import { advanceTo, frozenWorker, leaveInDoubt, postAs } from "../support/settling";
import { sharedRoost } from "../support/shared-roost";
import { dueThread, expectOut, postsOf, texts } from "../support/thread";
import { waitFor } from "../support/wait-for";
import { untilOneWaits } from "../support/waiting-on-lock";

const h = sharedRoost();
let person: Person;

const patienceMs = 400;
const count = 3;

beforeEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
  person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
});

const view = (id: string) => person.caller.tweet.get({ id });
const named = ({ id, revision }: TweetView) => ({ id, revision });

/** A Roost that dies at the nth create call: before it reaches X, or after X has done it. */
function dyingAt(part: number, when: "before" | "after"): Roost {
  const { publisher } = h.roost;
  let calls = 0;
  const create: typeof publisher.create = async (...call) => {
    calls += 1;
    if (calls === part && when === "after") await publisher.create(...call);
    if (calls === part) throw new Error("the process is gone");
    return publisher.create(...call);
  };
  return { ...h.roost, publisher: { ...publisher, create } };
}

/** More sweeps than any rule needs. */
const maxSweeps = 60;

/** Lets the sweep go on, whenever something is due, until the tweet rests. */
async function sweepToRest(id: string) {
  for (let sweeps = 0; sweeps < maxSweeps; sweeps += 1) {
    const { status, leaseUntil, nextAttemptAt } = await wholeTweet(h.db, id);
    if (status !== "PUBLISHING" && status !== "SCHEDULED") return;
    await advanceTo(h, leaseUntil ?? nextAttemptAt);
    if (status === "SCHEDULED") h.clock.advance(policy.evidence.graceMs + 1000);
    await sweepNow(h.roost);
  }
  throw new Error("it never came to rest");
}

describe("a worker that dies while it sends a part", () => {
  const cases = (["before", "after"] as const).flatMap((when) =>
    Array.from({ length: count }, (_, index) => [when, index + 1] as const),
  );

  test.each(cases)("%s X has number %i: the thread goes on, every part once", async (when, part) => {
    const words = texts(count);
    const tweet = await dueThread(h, person, words);
    await expect(deliverTo(dyingAt(part, when), tweet)).rejects.toThrow("the process is gone");
    expect(await postsOf(h, words)).toHaveLength(when === "after" ? part : part - 1);
    await deliverTo(h.roost, tweet);
    await sweepToRest(tweet.id);
    await expectOut(h, tweet.id, words);
  });

  test("and whose successors die at every part too leaves the thread whole in the end", async () => {
    const words = texts(count);
    const tweet = await dueThread(h, person, words);
    await expect(deliverTo(dyingAt(1, "after"), tweet)).rejects.toThrow("the process is gone");
    for (let part = 2; part <= count; part += 1) {
      await advanceTo(h, (await wholeTweet(h.db, tweet.id)).leaseUntil);
      await sweepNow(dyingAt(1, "after"));
      expect(await postsOf(h, words)).toHaveLength(part);
    }
    await sweepToRest(tweet.id);
    await expectOut(h, tweet.id, words);
  });
});

describe("a worker that freezes while X takes part two", () => {
  test("and wakes when others have finished the thread changes nothing any more", async () => {
    const words = texts(count);
    const tweet = await dueThread(h, person, words);
    const { frozen, release } = frozenWorker(h.roost, 2);
    const going = deliverTo(frozen, tweet);
    await waitFor(async () => (await postsOf(h, words)).length === 2);
    await sweepToRest(tweet.id);
    await expectOut(h, tweet.id, words);
    const done = await wholeTweet(h.db, tweet.id);
    release();
    await going;
    expect(await wholeTweet(h.db, tweet.id)).toEqual(done);
    for (const text of words) expect(await createCalls(h, text)).toHaveLength(1);
  });
});

describe("X silent after it took part two", () => {
  test("is looked at by the same worker: the part is adopted, and the thread goes on at once", async () => {
    const words = texts(count);
    const tweet = await dueThread(h, person, words);
    await xFault(h, words[1] ?? "", "hang-after", {}, 1);
    await deliverTo(withPatience(h, patienceMs), tweet);
    await expectOut(h, tweet.id, words);
    for (const text of words) expect(await createCalls(h, text)).toHaveLength(1);
  });

  test("stops there where its owner asked to stop meanwhile, with two parts out", async () => {
    const words = texts(count);
    const tweet = await dueThread(h, person, words);
    await xFault(h, words[1] ?? "", "hang-after", {}, 1);
    const going = deliverTo(withPatience(h, patienceMs), tweet);
    await waitFor(async () => (await wholeTweet(h.db, tweet.id)).parts[1]?.state === "SENDING");
    await person.caller.tweet.stop(named(tweet));
    await going;
    await sweepToRest(tweet.id);
    expect(await view(tweet.id)).toMatchObject({
      state: "failed",
      failure: { kind: "stopped" },
      started: { outCount: 2, canResume: true },
    });
    expect(await postsOf(h, words)).toHaveLength(2);
  });
});

describe("a thread at Check needed", () => {
  async function inDoubtAtTwo() {
    const words = texts(count);
    const tweet = await dueThread(h, person, words);
    await expect(deliverTo(dyingAt(2, "before"), tweet)).rejects.toThrow("the process is gone");
    await leaveInDoubt(h, person, tweet.id);
    const seen = await view(tweet.id);
    expect(seen).toMatchObject({ state: "checkNeeded", started: { outCount: 1 } });
    return { words, tweet: seen };
  }

  test("goes on when its owner says that the part is up, as a reply to it", async () => {
    const { words, tweet } = await inDoubtAtTwo();
    const [first] = await postsOf(h, words);
    const xId = await postAs(h, person, words[1] ?? "", first?.id);
    const postUrl = `${h.roost.publisher.webUrl}/${person.handle}/status/${xId}`;
    await person.caller.tweet.resolve({ ...named(tweet), part: 2, isUp: true, postUrl });
    await sweepToRest(tweet.id);
    await expectOut(h, tweet.id, words);
  });

  test("may be resumed when its owner says that it is not, and the part is sent once more", async () => {
    const { words, tweet } = await inDoubtAtTwo();
    const denied = await person.caller.tweet.resolve({ ...named(tweet), part: 2, isUp: false });
    expect(denied).toMatchObject({
      state: "failed",
      failure: { kind: "notPosted" },
      started: { outCount: 1, canResume: true },
    });
    await deliverTo(h.roost, await person.caller.tweet.resume(named(denied)));
    await expectOut(h, tweet.id, words);
  });
});

describe("an answer about a part that is no longer the one in doubt", () => {
  /** X has parts one and two, and told of neither: a tab shows part one in doubt, and a look has found it since. */
  async function seenAtOne() {
    const words = texts(count);
    const tweet = await dueThread(h, person, words);
    await expect(deliverTo(dyingAt(1, "after"), tweet)).rejects.toThrow("the process is gone");
    await leaveInDoubt(h, person, tweet.id);
    const tab = await view(tweet.id);
    expect(tab).toMatchObject({ revision: tweet.revision, doubt: { part: 1 } });
    return { words, tab: { ...named(tab), part: tab.doubt?.part ?? 0 } };
  }

  async function nowAtTwo() {
    const seen = await seenAtOne();
    await advanceTo(h, (await wholeTweet(h.db, seen.tab.id)).nextLookAt);
    await sweepNow(dyingAt(1, "after"));
    await leaveInDoubt(h, person, seen.tab.id);
    const fresh = await view(seen.tab.id);
    expect(fresh).toMatchObject({
      revision: seen.tab.revision,
      doubt: { part: 2 },
      started: { outCount: 1 },
    });
    return { ...seen, fresh };
  }

  const linkTo = (xId: string) => `${h.roost.publisher.webUrl}/${person.handle}/status/${xId}`;

  test("that it is not up is refused with the newer state, so that nothing is posted twice", async () => {
    const { words, tab, fresh } = await nowAtTwo();
    const before = await wholeTweet(h.db, tab.id);
    const refusal = await refusalOf(person.caller.tweet.resolve({ ...tab, isUp: false }));
    expect(refusal).toMatchObject({ code: "STALE", tweet: { doubt: { part: 2 } } });
    expect(await wholeTweet(h.db, tab.id)).toEqual(before);
    await advanceTo(h, fresh.doubt?.nextLookAt ?? null);
    await sweepToRest(tab.id);
    await sweepNow(h.roost);
    await sweepToRest(tab.id);
    await expectOut(h, tab.id, words);
  });

  test("that it is up is refused the same way, whichever post it names", async () => {
    const { words, tab } = await nowAtTwo();
    const before = await wholeTweet(h.db, tab.id);
    const [first, second] = await postsOf(h, words);
    for (const post of [first, second]) {
      const postUrl = linkTo(post?.id ?? "");
      const refusal = await refusalOf(person.caller.tweet.resolve({ ...tab, isUp: true, postUrl }));
      expect(refusal).toMatchObject({ code: "STALE", tweet: { doubt: { part: 2 } } });
    }
    expect(await wholeTweet(h.db, tab.id)).toEqual(before);
  });

  test.each([true, false])(
    "is refused too where it becomes so in that very moment (up: %s)",
    async (isUp) => {
      const { words, tab } = await seenAtOne();
      const [first] = await postsOf(h, words);
      const said = isUp ? { isUp, postUrl: linkTo(first?.id ?? "") } : { isUp };
      const { asked } = await h.db.$transaction(async (tx) => {
        await holdRow(tx, tab.id);
        const asked = refusalOf(person.caller.tweet.resolve({ ...tab, ...said }));
        await untilOneWaits(h.db);
        const at = await h.clock.now();
        const place = (position: number) => ({ tweetId_position: { tweetId: tab.id, position } });
        const xId = await postAs(h, person, `another post ${randomUUID()}`);
        await tx.part.update({ where: place(1), data: { state: "SENT", xId, sentAt: at } });
        await tx.part.update({ where: place(2), data: { state: "SENDING", sendingAt: at } });
        await tx.tweet.update({ where: { id: tab.id }, data: { startedAt: at, nextLookAt: at } });
        return { asked };
      });
      expect(await asked).toMatchObject({ code: "STALE", tweet: { doubt: { part: 2 } } });
      const { status, parts } = await wholeTweet(h.db, tab.id);
      expect(status).toBe("UNCONFIRMED");
      expect(parts.map(({ state }) => state)).toEqual(["SENT", "SENDING", "WAITING"]);
    },
  );
});
