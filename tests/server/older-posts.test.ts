// What stands on the account and is not the part: somebody's own post of the same words, from before it was sent.
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCalls, deliverTo, dueTweet, ledgerOf, xFault } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { diesAfterPosting, diesSending, leaveInDoubt, postAs, settleToRest } from "../support/settling";
import { roostWithNewcomers } from "../support/shared-roost";

const { h, person } = roostWithNewcomers();
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

beforeEach(async () => {
  await h.x("/_sandbox/limits", { method: "POST", body: { duplicateWindowMs: 0 } });
});
afterEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
  await h.x("/_sandbox/limits", { method: "POST", body: { duplicateWindowMs: dayMs } });
});

const xIdOf = async (id: string) => (await wholeTweet(h.db, id)).parts[0]?.xId;

/** Its owner says that what was sent is not up. */
async function denied(text?: string) {
  const { tweet } = await diesSending(h, person, text);
  await leaveInDoubt(h, person, tweet.id);
  return person.caller.tweet.resolve({ id: tweet.id, revision: tweet.revision, part: 1, isUp: false });
}

/** Sent again now: X loses the first call, and has posted nothing. */
async function sentAgain({ id, revision, text }: { id: string; revision: number; text: string }) {
  const again = await person.caller.tweet.post_now({ id, revision });
  h.clock.advance(5000);
  await xFault(h, text, "status", { status: 503 }, 1);
  await deliverTo(h.roost, again);
  return settleToRest(h, id);
}

describe("a post of the same words", () => {
  test("that its owner made ten minutes before is not taken for a tweet that X lost", async () => {
    const text = `good morning ${randomUUID()}`;
    const tweet = await dueTweet(h, person, text);
    const byHand = await postAs(h, person, text);
    h.clock.advance(10 * minuteMs);
    await xFault(h, text, "status", { status: 503 }, 1);
    await deliverTo(h.roost, tweet);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect(await xIdOf(tweet.id)).not.toBe(byHand);
    expect(await ledgerOf(h, text)).toHaveLength(2);
  });

  test("that its owner made after saying that the tweet is not up is not taken for it days later", async () => {
    const tweet = await denied();
    const byHand = await postAs(h, person, tweet.text);
    h.clock.advance(2 * dayMs);
    expect(await sentAgain(tweet)).toBe("PUBLISHED");
    expect(await xIdOf(tweet.id)).not.toBe(byHand);
    expect(await ledgerOf(h, tweet.text)).toHaveLength(2);
  });

  test("that stood there before the tweet was given those words is not taken for it", async () => {
    const { id, revision } = await denied();
    const text = `new ${randomUUID()}`;
    const byHand = await postAs(h, person, text);
    h.clock.advance(2 * dayMs);
    const edited = await person.caller.tweet.edit({ id, revision, text });
    expect(await sentAgain(edited)).toBe("PUBLISHED");
    expect(await xIdOf(id)).not.toBe(byHand);
  });

  test("that its owner was mistaken about is found, and not posted a second time", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await leaveInDoubt(h, person, tweet.id);
    const said = await person.caller.tweet.resolve({
      id: tweet.id,
      revision: tweet.revision,
      part: 1,
      isUp: false,
    });
    h.clock.advance(60 * minuteMs);
    expect(await sentAgain(said)).toBe("PUBLISHED");
    expect(await xIdOf(tweet.id)).toBe(xId);
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });
});

describe("new words that X calls a duplicate", () => {
  test("are refused as such, though what became of the old ones was never known", async () => {
    const { id, revision } = await denied();
    const text = `said before ${randomUUID()}`;
    await postAs(h, person, text);
    h.clock.advance(120 * minuteMs);
    const edited = await person.caller.tweet.edit({ id, revision, text });
    const again = await person.caller.tweet.post_now({ id, revision: edited.revision });
    h.clock.advance(5000);
    await xFault(h, text, "status", { problem: "duplicate" });
    await deliverTo(h.roost, again);
    expect(await wholeTweet(h.db, id)).toMatchObject({ status: "FAILED", failureKind: "duplicate" });
    expect(await createCalls(h, text)).toHaveLength(2);
  });
});
