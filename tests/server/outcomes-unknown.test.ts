import { beforeAll, describe, expect, test } from "vitest";
import type { Roost } from "~/server/roost";
import {
  createCalls,
  deliverTo,
  dueTweet,
  ledgerOf,
  sweepNow,
  withPatience,
  xFault,
} from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { settleToRest, timelineFault, timelineReads } from "../support/settling";
import { sharedRoostWithMira } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const { h, mira: person } = sharedRoostWithMira();
let impatient: Roost;

const patienceMs = 400;
const dayMs = 24 * 3_600_000;

beforeAll(async () => {
  impatient = withPatience(h, patienceMs);
});

const view = (id: string) => person.caller.tweet.get({ id });

/** What X may do so that nobody can tell from its answer whether the post is up; and how many posts there are then. */
const unclear: [string, string, object, 0 | 1][] = [
  ["500", "status", { status: 500 }, 0],
  ["503", "status", { status: 503 }, 0],
  ["a page of HTML", "status", { problem: "html" }, 0],
  ["503 without a body", "status", { problem: "empty" }, 0],
  ["503 after posting", "status-after", { status: 503 }, 1],
  ["silence before posting", "hang", {}, 0],
  ["silence after posting", "hang-after", {}, 1],
  ["a connection closed before any byte", "refuse", {}, 0],
  ["a cut answer after posting", "cut-after", {}, 1],
  ["half of the JSON after posting", "half-json", {}, 1],
  ["201 without the post's id", "no-id", { status: 201 }, 1],
  ["200 without the post's id", "no-id", { status: 200 }, 1],
  ["200 without an id and without a post", "no-id", { status: 200, posted: false }, 0],
];

describe.each(unclear.filter(([, , , posts]) => posts === 1))("%s", (_, kind, params) => {
  test("is looked up at X at once: the tweet is Posted with its id, and X was asked once to create it", async () => {
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, kind, params, 1);
    expect(await deliverTo(impatient, tweet)).toEqual({ kind: "handled", said: "adopted" });
    const [post] = await ledgerOf(h, tweet.text);
    expect(await view(tweet.id)).toMatchObject({
      state: "posted",
      failure: null,
      isLate: false,
      postUrl: expect.stringContaining(`/status/${post?.id}`),
    });
    await Promise.all([deliverTo(h.roost, tweet), sweepNow(h.roost)]);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
    expect((await wholeTweet(h.db, tweet.id)).attempts).toMatchObject([{ outcome: "adopted" }]);
  });
});

describe.each(unclear.filter(([, , , posts]) => posts === 0))("%s", (_, kind, params) => {
  test("is looked up at X at once and twice when X must be done with it, then sent again, once: one post", async () => {
    const tweet = await dueTweet(h, person);
    const reads = await timelineReads(h, person);
    await xFault(h, tweet.text, kind, params, 1);
    expect(await deliverTo(impatient, tweet)).toEqual({ kind: "handled", said: "unknown" });
    expect((await view(tweet.id)).state).toBe("posting");
    await Promise.all([deliverTo(h.roost, tweet), sweepNow(h.roost)]);
    expect(await createCalls(h, tweet.text)).toHaveLength(1);

    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect(await timelineReads(h, person)).toBe(reads + 3);
    expect(await createCalls(h, tweet.text)).toHaveLength(2);
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
    expect((await wholeTweet(h.db, tweet.id)).attempts).toMatchObject([
      { outcome: "absent" },
      { outcome: "posted" },
    ]);
  });
});

describe("a tweet that nobody can tell of", () => {
  test("rests at Check needed with X's words, and is never sent again by itself", async () => {
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "status-after", { status: 503 }, 1);
    const end = await timelineFault(h, person, "status", { status: 500 });
    await deliverTo(h.roost, tweet);
    expect(await settleToRest(h, tweet.id)).toBe("UNCONFIRMED");
    expect(await view(tweet.id)).toMatchObject({
      state: "checkNeeded",
      scheduledFor: tweet.scheduledFor,
      failure: {
        kind: "unconfirmed",
        happened: expect.stringMatching(/\.$/),
        next: expect.stringMatching(/\.$/),
        detail: expect.stringMatching(/Service Unavailable.*did not show/),
      },
    });
    const row = await wholeTweet(h.db, tweet.id);
    expect(row).toMatchObject({ leaseUntil: null, qstashId: null, attempts: [{ outcome: "unconfirmed" }] });

    await Promise.all([deliverTo(h.roost, tweet), deliverTo(h.roost, tweet)]);
    for (let days = 0; days < 3; days += 1) {
      h.clock.advance(dayMs);
      await sweepNow(h.roost);
    }
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
    expect((await view(tweet.id)).state).toBe("checkNeeded");
    expect((await person.caller.tweet.get_queue()).checkNeeded.map(({ id }) => id)).toContain(tweet.id);
    await end();
  });
});

describe("an answer that comes after its call was given up", () => {
  test("changes nothing for the worse: X posted once, its owner says so, and it is posted", async () => {
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "slow", { ms: patienceMs * 2 }, 1);
    const end = await timelineFault(h, person, "status", { status: 503 });
    await deliverTo(impatient, tweet);
    expect(await settleToRest(h, tweet.id)).toBe("UNCONFIRMED");
    await end();
    const [post] = await waitFor(async () => {
      const posts = await ledgerOf(h, tweet.text);
      return posts.length > 0 ? posts : null;
    });
    const resolved = await person.caller.tweet.resolve({
      id: tweet.id,
      revision: tweet.revision,
      part: 1,
      isUp: true,
      postUrl: `https://x.com/${person.handle}/status/${post?.id}`,
    });
    expect(resolved.state).toBe("posted");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });
});
