// Who looks for a part of unknown outcome: it may die, freeze or take its time, and nothing is done twice.
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import { settleTweet } from "~/server/tweets/settle";
import { sweep } from "~/server/tweets/sweep";
import { createCalls, sweepNow } from "../support/due-tweet";
import {
  advanceTo,
  diesAfterPosting,
  diesSending,
  settleToRest,
  timelineFault,
  timelineReads,
} from "../support/settling";
import { roostWithNewcomers } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const { h, person, view, rowOf } = roostWithNewcomers();

describe("who looks", () => {
  const withTimeline = (timeline: Roost["publisher"]["timeline"]): Roost => ({
    ...h.roost,
    publisher: { ...h.roost.publisher, timeline },
  });

  test("and dies over it leaves it to the next, once the lease is over", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await advanceTo(h, (await rowOf(tweet.id)).leaseUntil);
    const dying = withTimeline(() => Promise.reject(new Error("died")));
    await expect(settleTweet(dying, tweet.id, "sweep")).rejects.toThrow("died");
    await sweepNow(h.roost);
    expect((await view(tweet.id)).state).toBe("posting");
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId }]);
  });

  test("and freezes over it changes nothing any more when it wakes", async () => {
    const { tweet } = await diesSending(h, person);
    await advanceTo(h, (await rowOf(tweet.id)).leaseUntil);
    h.clock.advance(policy.settle.afterDeadlineMs);
    await settleTweet(h.roost, tweet.id, "sweep");
    await advanceTo(h, (await rowOf(tweet.id)).leaseUntil);
    const frozen = withTimeline(async (...args) => {
      const answer = await h.roost.publisher.timeline(...args);
      h.clock.advance(policy.settle.leaseMs + 1000);
      await sweepNow(h.roost);
      return answer;
    });
    expect((await settleTweet(frozen, tweet.id, "sweep")).kind).toBe("left");
    expect((await view(tweet.id)).state).toBe("posted");
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
    expect((await rowOf(tweet.id)).attempts).toMatchObject([{ outcome: "absent" }, { outcome: "posted" }]);
  });

  test("renews a token that X calls expired, once, and reads on", async () => {
    const { tweet, xId } = await diesAfterPosting(h, person);
    await timelineFault(h, person, "status", { status: 401 }, 1);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect((await rowOf(tweet.id)).parts).toMatchObject([{ xId }]);
    expect(await timelineReads(h, person)).toBe(2);
  });

  test("holds up no pass: the sweep is over while X is still being read", async () => {
    const { tweet } = await diesSending(h, person);
    await advanceTo(h, (await rowOf(tweet.id)).leaseUntil);
    h.clock.advance(policy.settle.afterDeadlineMs);
    let isAsked = false;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = withTimeline(async (...args) => {
      isAsked = true;
      await released;
      return h.roost.publisher.timeline(...args);
    });
    const report = await sweep(slow);
    await waitFor(() => isAsked);
    expect((await view(tweet.id)).state).toBe("posting");
    release();
    await report.publications;
    expect((await rowOf(tweet.id)).attempts).toMatchObject([{ absentSince: expect.any(Date) }]);
  });
});
