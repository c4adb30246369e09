// The clock that Roost goes by jumps back: a database that fails over to a machine whose clock is behind. X's clock is
// its own. Nothing goes out early, nothing twice, and nothing stays stuck once the time has come again.
import { beforeEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { advanceTo, diesAfterPosting, diesSending, settleToRest } from "../support/settling";
import { roostWithNewcomers } from "../support/shared-roost";
import { shiftedClock } from "../support/shifted-clock";

const { h, person } = roostWithNewcomers();
const minuteMs = 60_000;

beforeEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
});

const rowOf = (id: string) => wholeTweet(h.db, id);

/** Roost's clock alone, this much behind where it was; X keeps its time. */
function behind(ms: number): Roost {
  return { ...h.roost, clock: shiftedClock(h.clock, () => -ms) };
}

/** A Roost whose clock jumps back by this much once X has answered this call. */
function jumpingBack(ms: number, at: "create" | "timeline"): Roost {
  let behindMs = 0;
  const clock = shiftedClock(h.clock, () => -behindMs);
  const jump = <T>(answer: T): T => {
    behindMs = ms;
    return answer;
  };
  const { create, timeline } = h.roost.publisher;
  const changed =
    at === "create"
      ? { create: async (...call: Parameters<typeof create>) => jump(await create(...call)) }
      : { timeline: async (...call: Parameters<typeof timeline>) => jump(await timeline(...call)) };
  return { ...h.roost, clock, publisher: { ...h.roost.publisher, ...changed } };
}

const jumps: [string, number][] = [
  ["half a minute", minuteMs / 2],
  ["ten minutes", 10 * minuteMs],
  ["two hours", 120 * minuteMs],
];

describe.each(jumps)("the clock jumps back by %s", (_, ms) => {
  test("before a delivery: it is sent away until its second, and goes out then, once", async () => {
    const tweet = await dueTweet(h, person);
    const early = await deliverTo(behind(ms), tweet);
    expect(early).toMatchObject({ kind: "early" });
    await sweepNow(behind(ms));
    expect(await createCalls(h, tweet.text)).toEqual([]);
    expect((await person.caller.tweet.get({ id: tweet.id })).state).toBe("queued");
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "posted" });
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });

  test("while X creates the post: it is Posted, not before its time, and no later delivery posts again", async () => {
    const tweet = await dueTweet(h, person);
    const jumped = jumpingBack(ms, "create");
    expect(await deliverTo(jumped, tweet)).toEqual({ kind: "handled", said: "posted" });
    await deliverTo(jumped, tweet);
    await sweepNow(jumped);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
    expect(await person.caller.tweet.get({ id: tweet.id })).toMatchObject({ state: "posted", isLate: false });
  });

  test("after its worker died: the lease ends when the time has come again, and the post is found", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await sweepNow(behind(ms));
    expect((await rowOf(tweet.id)).status).toBe("PUBLISHING");
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId }]);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });

  test("during a look at X: what is missing is not sent again on that look, and later once", async () => {
    const { tweet } = await diesSending(h, person);
    await advanceTo(h, (await rowOf(tweet.id)).leaseUntil);
    h.clock.advance(policy.settle.afterDeadlineMs);
    await sweepNow(h.roost);
    expect((await rowOf(tweet.id)).attempts).toMatchObject([{ absentSince: expect.any(Date) }]);
    await advanceTo(h, (await rowOf(tweet.id)).leaseUntil);
    await sweepNow(jumpingBack(ms, "timeline"));
    expect(await createCalls(h, tweet.text)).toEqual([]);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });
});

test("a clock that stays ten minutes behind X's is not believed that a post is missing: its owner is asked", async () => {
  const tweet = await dueTweet(h, person);
  const slow = behind(10 * minuteMs);
  h.clock.advance(10 * minuteMs);
  const lost: Roost = {
    ...slow,
    publisher: { ...slow.publisher, create: async () => ({ kind: "noAnswer", detail: "X did not answer." }) },
  };
  await deliverTo(lost, tweet);
  for (let passed = 0; passed <= policy.settle.giveUpMs + minuteMs; passed += minuteMs) {
    h.clock.advance(minuteMs);
    await sweepNow(lost);
  }
  expect((await person.caller.tweet.get({ id: tweet.id })).state).toBe("checkNeeded");
  expect((await rowOf(tweet.id)).attempts).toMatchObject([{ outcome: "unconfirmed" }]);
  expect(await ledgerOf(h, tweet.text)).toEqual([]);
});
