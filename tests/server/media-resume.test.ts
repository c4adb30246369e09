import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import type { Uploads } from "~/server/x/uploads";
import { deliverTo, sweepNow, withPatience } from "../support/due-tweet";
import { mediaWorld } from "../support/media-world";
import { aGif, anImage, aVideo } from "../support/uploaded";

const { h, mira, due, now, atX, posts, calls, fault, uses } = mediaWorld();
const secondMs = 1000;
const dayMs = 24 * 3_600_000;

const never = () => new Promise<never>(() => undefined);

/** A worker that dies at this call about a file: it stops dead, and whoever waits for it waits for ever. */
function dying(at: keyof Uploads, when: "before" | "after"): { roost: Roost; isDead: Promise<void> } {
  let died = () => {};
  const isDead = new Promise<void>((resolve) => {
    died = resolve;
  });
  const { publisher } = h.roost;
  const uploads = {
    ...publisher.uploads,
    [at]: async (...args: unknown[]) => {
      if (when === "after")
        await (publisher.uploads[at] as (...given: unknown[]) => Promise<unknown>)(...args);
      died();
      return never();
    },
  };
  return { roost: { ...h.roost, publisher: { ...publisher, uploads } }, isDead };
}

/** Another worker comes by until the tweet rests, as the minutes go by. */
async function recover(tweet: { id: string }): Promise<void> {
  for (let minute = 0; minute < 10; minute += 1) {
    h.clock.advance(policy.publish.leaseMs + secondMs);
    await sweepNow(h.roost);
    if (!["posting", "queued", "pending"].includes((await now(tweet)).state)) return;
  }
}

describe("whoever goes on after a crash", () => {
  it.each(["initialize", "append", "finalize", "describe", "status"] as const)(
    "at %s posts once, with one whole copy of the file",
    async (at) => {
      for (const when of ["before", "after"] as const) {
        const { id } = await aVideo(h.roost, mira);
        const text = `crash ${randomUUID()}`;
        const tweet = await due([{ text, media: [{ mediaId: id, altText: "a film" }] }]);
        const { roost, isDead } = dying(at, when);
        void deliverTo(roost, tweet);
        await isDead;
        await recover(tweet);
        expect((await now(tweet)).state, `${when} ${at}`).toBe("posted");
        const made = (await posts()).filter((post) => post.text === text);
        expect(made, `${when} ${at}`).toHaveLength(1);
        expect(made[0]?.media).toMatchObject([{ altText: "a film" }]);
      }
      const used = (await atX()).filter(({ usedBy }) => usedBy.length > 0);
      expect(used).toHaveLength(2);
    },
  );

  it("between the end of the upload and the post uploads nothing again", async () => {
    const { id } = await aVideo(h.roost, mira);
    const tweet = await due([{ text: "film", media: [{ mediaId: id }] }]);
    let died = () => {};
    const isDead = new Promise<void>((resolve) => {
      died = resolve;
    });
    const create = () => {
      died();
      return never();
    };
    void deliverTo({ ...h.roost, publisher: { ...h.roost.publisher, create } }, tweet);
    await isDead;
    // Marked as being sent, it may be up as far as anybody knows: X's timeline settles that first.
    await recover(tweet);
    expect((await now(tweet)).state).toBe("posted");
    expect(await posts()).toHaveLength(1);
    expect(await calls("initialize")).toBe(1);
  });

  it("after X has posted finds the post, with what it shows, and posts no second one", async () => {
    const images = [await anImage(h.roost, mira), await anImage(h.roost, mira)];
    const tweet = await due([{ text: "two", media: images.map(({ id }) => ({ mediaId: id })) }]);
    await fault("hang-after", {}, { path: "/2/tweets" }, 1);
    await deliverTo(withPatience(h, 300), tweet);
    await recover(tweet);
    const [post, ...others] = await posts();
    expect(others).toEqual([]);
    expect(await now(tweet)).toMatchObject({
      state: "posted",
      parts: [{ postUrl: expect.stringContaining(post?.id ?? "no post") }],
    });
  });
});

describe("what X has of a file", () => {
  it("serves the next try as long as X keeps it, and X is not asked about it again", async () => {
    const { id } = await anImage(h.roost, mira);
    await fault(
      "status",
      { status: 429, problem: "rate-limit", resetAfterSeconds: 60 },
      { path: "/2/tweets" },
      1,
    );
    const tweet = await due([{ text: "again", media: [{ mediaId: id }] }]);
    await deliverTo(h.roost, tweet);
    expect(await posts()).toEqual([]);
    h.clock.advance(policy.evidence.graceMs + 120 * secondMs);
    await sweepNow(h.roost);
    expect(await posts()).toHaveLength(1);
    expect(await calls("initialize")).toBe(1);
    expect(await calls("metadata")).toBe(0);
  });

  it("is uploaded anew when it would expire before the post finds it", async () => {
    const { id } = await aGif(h.roost, mira);
    await fault(
      "status",
      { status: 429, problem: "rate-limit", resetAfterSeconds: 60 },
      { path: "/2/tweets" },
      1,
    );
    const tweet = await due([{ text: "again", media: [{ mediaId: id }] }], null);
    await deliverTo(h.roost, tweet);
    h.clock.advance(dayMs - policy.upload.expiryMarginMs + secondMs);
    await sweepNow(h.roost);
    expect((await posts()).map(({ media }) => media.length)).toEqual([1]);
    expect(await calls("initialize")).toBe(2);
  });

  it("is uploaded anew, once, when X has forgotten it early, and the tweet goes out in the same try", async () => {
    const { id } = await anImage(h.roost, mira);
    await fault("media-forgotten", {}, {}, 1);
    const tweet = await due([{ text: "lost", media: [{ mediaId: id, altText: "a cat" }] }]);
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "posted" });
    expect(await calls("initialize")).toBe(2);
    expect((await posts()).map(({ media }) => media)).toMatchObject([[{ altText: "a cat" }]]);
  });

  it("that X goes on forgetting fails the tweet in X's words, after two uploads", async () => {
    const { id } = await anImage(h.roost, mira);
    await fault("media-forgotten");
    const tweet = await due([{ text: "lost", media: [{ mediaId: id }] }]);
    await deliverTo(h.roost, tweet);
    expect(await now(tweet)).toMatchObject({
      state: "failed",
      failure: { kind: "media", detail: expect.stringContaining("media IDs are invalid") },
    });
    expect(await calls("initialize")).toBe(2);
    expect(await posts()).toEqual([]);
  });

  it("is uploaded anew when X does not know it any more while it was being processed", async () => {
    const { id } = await aVideo(h.roost, mira);
    const tweet = await due([{ text: "film", media: [{ mediaId: id }] }]);
    const { roost, isDead } = dying("status", "before");
    void deliverTo(roost, tweet);
    await isDead;
    await fault("media-forgotten", {}, { path: "/2/media/upload", method: "GET" }, 1);
    await recover(tweet);
    expect((await now(tweet)).state).toBe("posted");
    expect(await calls("initialize")).toBe(2);
    expect(await uses(tweet)).toMatchObject([{ xState: "READY" }]);
  });

  it("after an edit that leaves the file is told the new description, and not uploaded again", async () => {
    const { id } = await anImage(h.roost, mira);
    await fault("status", { status: 403, detail: "Not this text." }, { path: "/2/tweets" }, 1);
    const tweet = await due([{ text: "first", media: [{ mediaId: id, altText: "a cat" }] }]);
    await deliverTo(h.roost, tweet);
    const { revision, state } = await now(tweet);
    expect(state).toBe("failed");
    const parts = [{ text: "second", media: [{ mediaId: id, altText: "a dog" }] }];
    const edited = await mira.caller.tweet.edit({ id: tweet.id, revision, parts });
    const scheduledFor = new Date((await h.clock.now()).getTime() + 60 * secondMs);
    const again = await mira.caller.tweet.schedule({ id: tweet.id, revision: edited.revision, scheduledFor });
    h.clock.advance(61 * secondMs);
    await deliverTo(h.roost, again);
    expect((await posts()).map(({ media }) => media)).toMatchObject([[{ altText: "a dog" }]]);
    expect(await calls("initialize")).toBe(1);
  });
});
