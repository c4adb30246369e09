// What is learned, asked or said when it is nearly too late.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { runOnPool } from "~/server/tweets/publication-pool";
import { recordOutcome } from "~/server/tweets/record-outcome";
import { sweep } from "~/server/tweets/sweep";
import { jobsAtX } from "~/server/tweets/work-at-x";
import { dueTweet } from "../support/due-tweet";
import type { Person } from "../support/roost-harness";
import { diesSending, leaveInDoubt } from "../support/settling";
import { sharedRoost } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const h = sharedRoost();

const hourMs = 3_600_000;
const signUp = () => h.signUp(`p_${randomUUID().slice(0, 8)}`);
const see = (person: Person, id: string) => person.caller.tweet.get({ id });

async function learnPosted(claim: Parameters<typeof recordOutcome>[1], xId: string) {
  const now = await h.clock.now();
  const posted = { kind: "posted", xId } as const;
  const { isRecorded } = await h.db.$transaction((tx) => recordOutcome(tx, claim, posted, now));
  return isRecorded;
}

describe("an answer of X's that comes after its attempt was given up", () => {
  test("is recorded while the tweet waits for its owner's word", async () => {
    const person = await signUp();
    const { tweet, claim } = await diesSending(h, person);
    await leaveInDoubt(h, person, tweet.id);
    expect(await learnPosted(claim, "1001")).toBe(true);
    const seen = await see(person, tweet.id);
    expect(seen).toMatchObject({ state: "posted" });
    expect(seen.postUrl).toContain("/status/1001");
  });

  test("wins over its owner's word: the tweet is Posted with the text that is up, and the new text is not sent", async () => {
    const person = await signUp();
    const { tweet, claim } = await diesSending(h, person);
    await leaveInDoubt(h, person, tweet.id);
    const denied = await person.caller.tweet.resolve({ id: tweet.id, revision: tweet.revision, isUp: false });
    const edited = await person.caller.tweet.edit({
      id: tweet.id,
      revision: denied.revision,
      text: "another text",
    });
    const scheduledFor = new Date((await h.clock.now()).getTime() + hourMs);
    const again = await person.caller.tweet.schedule({
      id: tweet.id,
      revision: edited.revision,
      scheduledFor,
    });
    expect(await learnPosted(claim, "1002")).toBe(true);
    expect(await see(person, tweet.id)).toMatchObject({ state: "posted", text: tweet.text });
    h.clock.advance(hourMs);
    await h.deliver({ tweetId: tweet.id, revision: again.revision });
    expect((await h.x("/_sandbox/tweets?text=another%20text")).tweets).toEqual([]);
  });
});

describe("a tweet that X puts off beyond its lateness limit", () => {
  test("is Failed as missed once the limit is over, with the hold that kept it", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    const params = { status: 429, dayCap: "user", resetAfterSeconds: 20 * 3600 };
    const match = { handle: person.handle };
    await h.x("/_sandbox/faults", { method: "POST", body: { kind: "status", params, match, count: 1 } });
    await h.deliver({ tweetId: tweet.id, revision: tweet.revision });
    expect((await see(person, tweet.id)).state).toBe("onHold");
    h.clock.advance(hourMs + 1000);
    await (await sweep(h.roost)).publications;
    expect(await see(person, tweet.id)).toMatchObject({
      state: "failed",
      failure: { kind: "missed", detail: "X's rate limit was used up." },
    });
  });
});

describe("cancel", () => {
  test("that meets a publication which X puts off that very moment cancels the tweet after all", async () => {
    const person = await signUp();
    const { tweet, claim } = await diesSending(h, person);
    const update = h.db.tweet.updateMany.bind(h.db.tweet);
    const putOff = async () => {
      const now = await h.clock.now();
      const outcome = { kind: "later", nextAttemptAt: now, hold: null, detail: "", httpStatus: 429 } as const;
      await h.db.$transaction((tx) => recordOutcome(tx, claim, outcome, now));
    };
    const tweetTable = new Proxy(h.db.tweet, {
      get: (target, name, receiver) =>
        name === "updateMany"
          ? async (args: Parameters<typeof update>[0]) => {
              await putOff();
              return update(args);
            }
          : Reflect.get(target, name, receiver),
    });
    const db = new Proxy(h.db, {
      get: (target, name, receiver) => (name === "tweet" ? tweetTable : Reflect.get(target, name, receiver)),
    });
    const caller = h.callerOf({ ...h.roost, db }, person.userId);
    expect(await caller.tweet.cancel({ id: tweet.id, revision: tweet.revision })).toMatchObject({
      state: "cancelled",
    });
  });
});

test("a publication that hangs is not started again by the next pass, nor does it widen the pool", async () => {
  const person = await signUp();
  const tweet = await dueTweet(h, person);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let calls = 0;
  const token = async (accountId: string) => {
    calls += 1;
    await held;
    return h.roost.publisher.token(accountId);
  };
  const slow = { ...h.roost, publisher: { ...h.roost.publisher, token } };
  const start = () => runOnPool(slow, jobsAtX(slow, "publish", [{ ...tweet, accountId: person.accountId }]));
  const first = start();
  await waitFor(() => calls === 1);
  const second = start();
  release();
  await Promise.all([first, second]);
  expect(calls).toBe(1);
  expect((await see(person, tweet.id)).state).toBe("posted");
});
