import { createHash, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { deliverTo, sweepNow } from "../support/due-tweet";
import { gif, jpeg, png } from "../support/media-files";
import { mediaWorld } from "../support/media-world";
import { aGif, anImage, aVideo, uploaded } from "../support/uploaded";

const { h, mira, due, now, atX, posts, calls, fault, uses } = mediaWorld();
const secondMs = 1000;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("a part goes out with what it shows", () => {
  it("two images in their order, byte for byte, each with its description", async () => {
    const files = [png(3, 2, randomUUID()), jpeg(3, 2, randomUUID())];
    const [first, second] = await Promise.all(files.map((bytes) => uploaded(h.roost, mira.userId, bytes)));
    if (!first || !second) throw new Error("nothing was uploaded");
    const media = [
      { mediaId: second.id, altText: "a dog" },
      { mediaId: first.id, altText: "a cat" },
    ];
    const tweet = await due([{ text: `two ${randomUUID()}`, media }]);
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "posted" });
    const [post] = await posts();
    expect(post?.media).toMatchObject([
      { type: "image/jpeg", altText: "a dog" },
      { type: "image/png", altText: "a cat" },
    ]);
    const hashes = new Map((await atX()).map(({ id, sha256: hash }) => [id, hash]));
    expect(post?.media.map(({ id }) => hashes.get(id))).toEqual(
      [files[1], files[0]].map((bytes) => sha256(bytes ?? gif())),
    );
    expect(await now(tweet)).toMatchObject({ state: "posted", parts: [{ state: "out", media: [{}, {}] }] });
  });

  it("four images without a word", async () => {
    const images = await Promise.all([1, 2, 3, 4].map(() => anImage(h.roost, mira)));
    const tweet = await due([{ text: "", media: images.map(({ id }) => ({ mediaId: id })) }]);
    await deliverTo(h.roost, tweet);
    expect((await posts()).map(({ media }) => media.length)).toEqual([4]);
  });

  it("a GIF, once X has processed it", async () => {
    const { id } = await aGif(h.roost, mira);
    const tweet = await due([{ text: "", media: [{ mediaId: id, altText: "round and round" }] }]);
    await deliverTo(h.roost, tweet);
    expect((await posts())[0]?.media).toMatchObject([{ type: "image/gif", altText: "round and round" }]);
  });

  it("each part of a thread its own, as the sweep posts it too", async () => {
    const [one, two] = [await anImage(h.roost, mira), await aVideo(h.roost, mira)];
    const tweet = await due([
      { text: "One", media: [{ mediaId: one.id }] },
      { text: "Two" },
      { text: "", media: [{ mediaId: two.id }] },
    ]);
    h.clock.advance(policy.evidence.graceMs + secondMs);
    await sweepNow(h.roost);
    expect((await posts()).map(({ media }) => media.map(({ type }) => type))).toEqual([
      ["image/png"],
      [],
      ["video/mp4"],
    ]);
    expect((await now(tweet)).state).toBe("posted");
  });
});

describe("a video of which X takes a minute to get ready", () => {
  it("is posted after its processing and not before, with its lease renewed all along", async () => {
    await fault("processing-takes", { seconds: 60 });
    const { id } = await aVideo(h.roost, mira);
    const tweet = await due([{ text: "film", media: [{ mediaId: id }] }]);
    const begunMs = (await h.clock.now()).getTime();
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "posted" });
    const [post] = await posts();
    expect(Date.parse(post?.createdAt ?? "") - begunMs).toBeGreaterThanOrEqual(60 * secondMs);
    expect(await calls("tweets")).toBe(1);
    expect(await calls("STATUS")).toBeLessThanOrEqual(60);
  });

  it("whose delivery comes a second time meanwhile is posted once, and shows what it waits for", async () => {
    await fault("processing-takes", { seconds: 60 });
    const { id } = await aVideo(h.roost, mira);
    const tweet = await due([{ text: "film", media: [{ mediaId: id }] }]);
    const again: unknown[] = [];
    const sleep = async (ms: number) => {
      if (again.length === 0)
        expect(await now(tweet)).toMatchObject({ atX: { kind: "processing", file: "VIDEO" } });
      if (again.length === 0) again.push(await deliverTo(h.roost, tweet), await sweepNow(h.roost));
      await h.clock.sleep(ms);
    };
    await deliverTo({ ...h.roost, clock: { ...h.clock, sleep } }, tweet);
    expect(again[0]).toEqual({ kind: "handled", said: "the tweet is PUBLISHING" });
    expect(await now(tweet)).toMatchObject({ state: "posted", atX: null });
    expect(await posts()).toHaveLength(1);
    expect(await calls("initialize")).toBe(1);
  });

  it("is stopped when its owner asks for it while X still works, and X's copy serves when it is taken up again", async () => {
    await fault("processing-takes", { seconds: 60 });
    const { id } = await aVideo(h.roost, mira);
    const tweet = await due([{ text: "film", media: [{ mediaId: id }] }]);
    let sleeps = 0;
    const sleep = async (ms: number) => {
      if (sleeps === 0) await mira.caller.tweet.stop({ id: tweet.id, revision: tweet.revision });
      sleeps += 1;
      await h.clock.sleep(ms);
    };
    await deliverTo({ ...h.roost, clock: { ...h.clock, sleep } }, tweet);
    expect({ sleeps, asked: await calls("STATUS") }).toEqual({ sleeps: 1, asked: 0 });
    expect(await now(tweet)).toMatchObject({ state: "failed", failure: { kind: "stopped" } });
    expect(await posts()).toEqual([]);
    const scheduledFor = new Date((await h.clock.now()).getTime() + 120 * secondMs);
    const { revision } = await now(tweet);
    const again = await mira.caller.tweet.schedule({ id: tweet.id, revision, scheduledFor });
    h.clock.advance(121 * secondMs);
    await deliverTo(h.roost, again);
    expect(await posts()).toHaveLength(1);
    expect(await calls("initialize")).toBe(1);
  });

  it("stops being waited for by a worker whose lease another has taken over", async () => {
    await fault("processing-takes", { seconds: 60 });
    const { id } = await aVideo(h.roost, mira);
    const tweet = await due([{ text: "film", media: [{ mediaId: id }] }]);
    let sleeps = 0;
    let asked = 0;
    const sleep = async (ms: number) => {
      sleeps += 1;
      if (sleeps === 1) {
        h.clock.advance(policy.publish.leaseMs + secondMs);
        await sweepNow(h.roost);
        await sweepNow(h.roost);
        asked = await calls("STATUS");
      }
      await h.clock.sleep(ms);
    };
    await deliverTo({ ...h.roost, clock: { ...h.clock, sleep } }, tweet);
    expect({ sleeps, asked: await calls("STATUS") }).toEqual({ sleeps: 1, asked });
    h.clock.advance(policy.evidence.graceMs + 2 * secondMs);
    await sweepNow(h.roost);
    expect(await posts()).toHaveLength(1);
    expect(await calls("initialize")).toBe(1);
    expect((await now(tweet)).state).toBe("posted");
  });
});

describe("a file that X cannot process", () => {
  it("fails its tweet in X's own words, before anything was posted", async () => {
    await fault("processing-fails", { name: "InvalidMedia", message: "Duration too long" });
    const { id } = await aVideo(h.roost, mira);
    const tweet = await due([{ text: "film", media: [{ mediaId: id }] }]);
    await deliverTo(h.roost, tweet);
    expect(await now(tweet)).toMatchObject({
      state: "failed",
      failure: { kind: "media", detail: "InvalidMedia: Duration too long" },
    });
    expect(await calls("tweets")).toBe(0);
    expect(await uses(tweet)).toMatchObject([{ xState: "FAILED" }]);
  });

  it("is not asked for again once its owner has taken it out", async () => {
    await fault("processing-fails");
    const { id } = await aVideo(h.roost, mira);
    const tweet = await due([{ text: "film", media: [{ mediaId: id }] }]);
    await deliverTo(h.roost, tweet);
    const { revision, failure } = await now(tweet);
    expect(failure?.next).toContain("replace the file");
    const edited = await mira.caller.tweet.edit({
      id: tweet.id,
      revision,
      parts: [{ text: "film", media: [] }],
    });
    expect(edited.failure?.next).toBe("That file is no longer in it: schedule it again.");
  });

  it("for ten minutes fails it too, and is asked for no more often than that takes", async () => {
    await fault("processing-stuck");
    const { id } = await aVideo(h.roost, mira);
    const tweet = await due([{ text: "film", media: [{ mediaId: id }] }]);
    const begunMs = (await h.clock.now()).getTime();
    await deliverTo(h.roost, tweet);
    const { state, failure } = await now(tweet);
    expect({ state, failure }).toMatchObject({
      state: "failed",
      failure: { kind: "media", detail: "X had not finished processing it after 10 minutes." },
    });
    const tookMs = (await h.clock.now()).getTime() - begunMs;
    expect(tookMs).toBeGreaterThanOrEqual(policy.upload.maxProcessingMs);
    expect(tookMs).toBeLessThan(policy.upload.maxProcessingMs + 60 * secondMs);
    expect(await calls("STATUS")).toBeLessThanOrEqual(
      policy.upload.maxProcessingMs / policy.upload.usualWaitMs + 1,
    );
  });

  it("tells the tweet's story: uploading, uploaded, processing, failed", async () => {
    await fault("processing-takes", { seconds: 60 });
    await fault("processing-fails", { name: "InvalidMedia", message: "Bad codec" });
    const { id } = await aVideo(h.roost, mira);
    const tweet = await due([{ text: "film", media: [{ mediaId: id }] }]);
    await deliverTo(h.roost, tweet);
    const entries = await h.db.flightEntry.findMany({
      where: { tweetId: tweet.id, kind: "media" },
      orderBy: { id: "asc" },
    });
    const steps = entries.map(({ detail }) => (detail as { step: string }).step);
    expect(new Set(entries.map(({ detail }) => JSON.stringify(detail))).size).toBe(entries.length);
    expect(steps[0]).toBe("uploading");
    expect([...new Set(steps)]).toEqual(["uploading", "uploaded", "processing", "failed"]);
    expect(entries.at(-1)?.detail).toMatchObject({ part: 1, file: 1, words: "InvalidMedia: Bad codec" });
  });
});
