// `npm run reconciler -- --once settle`, for an installation that left tweets in doubt.
import { beforeEach, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { runOnce } from "../../reconciler/once";
import { createCalls } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import {
  advanceTo,
  diesAfterPosting,
  diesSending,
  leaveInDoubt,
  settleToRest,
  timelineFault,
} from "../support/settling";
import { emptiedRoost } from "../support/shared-roost";

const { h, mira } = emptiedRoost();
beforeEach(() => h.x("/_sandbox/faults", { method: "DELETE" }));

const monthMs = 30 * 24 * 3_600_000;
const settle = () => runOnce(h.roost, "settle");
const rowOf = (id: string) => wholeTweet(h.db, id);

/** As the version before this one left a tweet: its attempt closed as unknown, and no look planned. */
async function leftByOldVersion(id: string) {
  const row = await rowOf(id);
  await h.db.attempt.updateMany({
    where: { tweetId: id },
    data: {
      sendingAt: null,
      deadlineAt: null,
      settlingSince: null,
      endedAt: row.leaseUntil,
      outcome: "unknown",
    },
  });
  await h.db.tweet.update({
    where: { id },
    data: { status: "UNCONFIRMED", leaseUntil: null, statusSince: await h.clock.now() },
  });
}

test("with nothing in doubt it says so", async () => {
  expect(await settle()).toBe("settle: no tweet is in doubt");
});

test("finds on X what an older version left to its owner, a month later, and asks about the rest once more", async () => {
  const up = await diesAfterPosting(h, mira);
  const down = await diesSending(h, mira);
  await leftByOldVersion(up.tweet.id);
  await leftByOldVersion(down.tweet.id);
  h.clock.advance(monthMs);
  const said = await settle();
  expect(said).toMatch(/^settle: 2 tweets in doubt\n/);
  expect(said).toMatch(/found on X 1/);
  expect(said).toMatch(/not found, so still for their owners to say 1/);
  expect(await rowOf(up.tweet.id)).toMatchObject({ status: "PUBLISHED", parts: [{ xId: up.xId }] });
  expect(await rowOf(down.tweet.id)).toMatchObject({ status: "UNCONFIRMED", nextLookAt: null });
  expect(await createCalls(h, down.tweet.text)).toEqual([]);
});

test("settles leases that ran out, also of an older version, and says when to run it again", async () => {
  const { tweet } = await diesSending(h, mira);
  await h.db.attempt.updateMany({
    where: { tweetId: tweet.id },
    data: { sendingAt: null, deadlineAt: null },
  });
  await advanceTo(h, (await rowOf(tweet.id)).leaseUntil);
  for (let look = 0; look < 2; look += 1) {
    expect(await settle()).toMatch(/to be looked for again 1\n.*run this again in three minutes/);
    h.clock.advance(180_000);
  }
  expect(await settle()).toMatch(/not on X, so sent again 1/);
  expect((await rowOf(tweet.id)).status).toBe("PUBLISHED");
  expect(await createCalls(h, tweet.text)).toHaveLength(1);
});

test("says that X could not be read, and leaves everything as it was", async () => {
  const { tweet } = await diesSending(h, mira);
  await leaveInDoubt(h, mira, tweet.id);
  await timelineFault(h, mira, "status", { status: 503 });
  expect(await settle()).toMatch(/X could not be read 1/);
  expect((await rowOf(tweet.id)).status).toBe("UNCONFIRMED");
});

test("leaves to its owner what X has not shown for half an hour, and says so", async () => {
  const { tweet } = await diesSending(h, mira);
  await timelineFault(h, mira, "status", { status: 503 });
  await advanceTo(h, (await rowOf(tweet.id)).leaseUntil);
  expect(await settle()).toMatch(/to be looked for again 1/);
  h.clock.advance(policy.settle.giveUpMs);
  expect(await settle()).toMatch(/left for their owners to say 1/);
  expect((await rowOf(tweet.id)).status).toBe("UNCONFIRMED");
});

test("leaves alone what is being published", async () => {
  const { tweet } = await diesSending(h, mira);
  const before = await rowOf(tweet.id);
  expect(await settle()).toBe("settle: no tweet is in doubt");
  expect(await rowOf(tweet.id)).toEqual(before);
  expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
});
