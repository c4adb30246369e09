import { afterAll, beforeAll, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { cleanUpMedia } from "~/server/media/clean-up";
import type { Roost } from "~/server/roost";
import { deliverTo } from "../support/due-tweet";
import { mediaWorld } from "../support/media-world";
import { s3Key, startS3 } from "../support/s3-server";
import { createSlot } from "../support/slot";
import { anImage, aVideo } from "../support/uploaded";

const { h, mira, due, now, posts, atX } = mediaWorld();
const { slot: s3, fill } = createSlot<Awaited<ReturnType<typeof startS3>>>();
let close: (() => Promise<void>) | undefined;

beforeAll(async () => {
  const started = await startS3("uploads");
  close = started.close;
  fill(started);
});
afterAll(() => close?.());

/** Roost with its uploads in a bucket. */
const roost = (): Roost =>
  h.variant({
    S3_BUCKET: "uploads",
    S3_ENDPOINT: s3.endpoint,
    S3_ACCESS_KEY_ID: s3Key.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3Key.secretAccessKey,
    S3_FORCE_PATH_STYLE: "1",
  });

it("what lies in a store that speaks S3 goes out like any other, and is cleaned away like any other", async () => {
  const inBucket = roost();
  const video = await aVideo(inBucket, mira, { bytes: 5 * 1024 * 1024 });
  const unused = await anImage(inBucket, mira);
  const rows = await h.db.media.findMany({ where: { userId: mira.userId } });
  for (const { sha256 } of rows) {
    expect(await inBucket.media.has(sha256)).toBe(true);
    expect(await h.roost.media.has(sha256)).toBe(false);
  }
  const tweet = await due([{ text: "", media: [{ mediaId: video.id }] }]);
  await deliverTo(inBucket, tweet);
  expect((await now(tweet)).state).toBe("posted");
  expect(await posts()).toHaveLength(1);
  const used = rows.find(({ id }) => id === video.id);
  expect((await atX()).map(({ sha256 }) => sha256)).toEqual([used?.sha256]);
  h.clock.advance(policy.media.unusedMs);
  await cleanUpMedia(inBucket);
  const left = await Promise.all(rows.map(async ({ id, sha256 }) => [id, await inBucket.media.has(sha256)]));
  expect(Object.fromEntries(left)).toEqual({ [video.id]: true, [unused.id]: false });
});
