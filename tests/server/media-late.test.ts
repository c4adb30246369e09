import { randomInt } from "node:crypto";
import { expect, it } from "vitest";
import type { XAnswer } from "~/domain/outcome";
import { policy } from "~/domain/policy";
import { deliverTo, sweepNow } from "../support/due-tweet";
import { mediaWorld } from "../support/media-world";
import { anImage, aVideo } from "../support/uploaded";

const { h, mira, due, now, uses, fault, posts } = mediaWorld();
const secondMs = 1000;

it("a part that turns out to be up after its owner had changed it shows what X has, its words and its files", async () => {
  const [sent, other] = [await anImage(h.roost, mira), await anImage(h.roost, mira)];
  const tweet = await due([{ text: "sent", media: [{ mediaId: sent.id, altText: "a cat" }] }]);
  let answer = (_: XAnswer) => {};
  const created = new Promise<XAnswer>((resolve) => {
    answer = resolve;
  });
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const create = () => {
    asked();
    return created;
  };
  const delivery = deliverTo({ ...h.roost, publisher: { ...h.roost.publisher, create } }, tweet);
  await isAsked;
  // X shows nothing of it for half an hour, and then its owner says that it is not there.
  await h.db.attempt.updateMany({
    where: { tweetId: tweet.id },
    data: { endedAt: await h.clock.now(), outcome: "unconfirmed" },
  });
  await h.db.tweet.update({ where: { id: tweet.id }, data: { status: "UNCONFIRMED", leaseUntil: null } });
  const { revision } = await mira.caller.tweet.resolve({
    id: tweet.id,
    revision: (await now(tweet)).revision,
    part: 1,
    isUp: false,
  });
  const parts = [{ text: "changed", media: [{ mediaId: other.id }] }];
  await mira.caller.tweet.edit({ id: tweet.id, revision, parts });
  answer({ kind: "created", id: String(randomInt(1e12)) });
  await delivery;
  expect(await now(tweet)).toMatchObject({
    state: "posted",
    parts: [{ text: "sent", state: "out", media: [{ id: sent.id, altText: "a cat" }] }],
  });
  expect(await uses(tweet)).toHaveLength(1);
  h.clock.advance(policy.evidence.graceMs + secondMs);
  await sweepNow(h.roost);
  expect((await now(tweet)).state).toBe("posted");
});

it("a video that X is not ready with by its tweet's lateness limit is missed, and is not posted later", async () => {
  const video = await aVideo(h.roost, mira);
  const limitS = policy.schedule.minLatenessLimitS;
  const tweet = await due([{ text: "late", media: [{ mediaId: video.id }] }], limitS);
  await fault("processing-takes", { seconds: 300 });
  expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "later" });
  h.clock.advance(limitS * secondMs);
  await sweepNow(h.roost);
  expect(await now(tweet)).toMatchObject({ state: "failed", failure: { kind: "missed" } });
  expect(await posts()).toEqual([]);
});
