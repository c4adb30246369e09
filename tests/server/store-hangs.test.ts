// Where files are kept hangs, as a disk over a network does, or a store that trickles: the publication ends all the same.
import { Readable } from "node:stream";
import { setImmediate as othersHaveRun } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { policy } from "~/domain/policy";
import { readChunk } from "~/server/media/read-chunk";
import type { MediaStore } from "~/server/media/store";
import type { Roost } from "~/server/roost";
import { sweepNow } from "../support/due-tweet";
import { mediaWorld } from "../support/media-world";
import { onStillClock } from "../support/upload-routes";
import { anImage } from "../support/uploaded";

const { h, mira, due, now, posts } = mediaWorld();

const key = "a".repeat(64);
const { readTimeoutMs } = policy.upload;
const tookTooLong = /took too long/;

/** Reads from a store that answers with this; the time that a read may take passes meanwhile. */
function readFrom(answer: Promise<Readable | null>): Promise<Buffer | null> {
  return onStillClock(async () => {
    const reading = readChunk({ open: () => answer }, key, 0, 10);
    reading.catch(() => undefined);
    await othersHaveRun();
    vi.advanceTimersByTime(readTimeoutMs);
    return reading;
  });
}

describe("a piece of a file", () => {
  it("that trickles is given up in time, and what it came by is closed", async () => {
    const body = new Readable({ read: () => undefined });
    body.push("a");
    await expect(readFrom(Promise.resolve(body))).rejects.toThrow(tookTooLong);
    expect(body.destroyed).toBe(true);
  });

  it("that the store begins to give when nobody waits any more is closed at once", async () => {
    let answer = (_: Readable) => {};
    const opened = new Promise<Readable>((resolve) => {
      answer = resolve;
    });
    await expect(readFrom(opened)).rejects.toThrow(tookTooLong);
    const body = new Readable({ read: () => undefined });
    answer(body);
    await othersHaveRun();
    expect(body.destroyed).toBe(true);
  });
});

/** Roost with a store that never answers; as soon as it is asked, the time that it has is over. */
function hanging(): Roost {
  const open: MediaStore["open"] = () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    queueMicrotask(() => {
      vi.advanceTimersByTime(readTimeoutMs);
      vi.useRealTimers();
    });
    return new Promise<never>(() => undefined);
  };
  return { ...h.roost, media: { ...h.roost.media, open } };
}

it("a tweet whose file never comes is put off, gives its place to others, and goes out once when it comes", async () => {
  const { id: mediaId } = await anImage(h.roost, mira);
  const tweet = await due([{ text: "with an image", media: [{ mediaId }] }]);
  h.clock.advance(policy.evidence.graceMs + 1000);
  await sweepNow(hanging());
  const putOff = await h.db.tweet.findUniqueOrThrow({ where: { id: tweet.id } });
  expect(putOff).toMatchObject({ status: "SCHEDULED", leaseUntil: null });
  expect(await h.db.event.findMany({ where: { tweetId: tweet.id, kind: "put off" } })).toMatchObject([
    { detail: { detail: expect.stringMatching(/could not read one of its files/) } },
  ]);
  h.clock.advance(policy.publish.laterMs + policy.evidence.graceMs + 1000);
  await sweepNow(h.roost);
  expect((await now(tweet)).state).toBe("posted");
  expect(await posts()).toHaveLength(1);
});
