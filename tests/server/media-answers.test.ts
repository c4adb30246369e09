import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import type { MediaStore } from "~/server/media/store";
import { deliverTo, sweepNow, withPatience } from "../support/due-tweet";
import { film } from "../support/media-files";
import { mediaWorld } from "../support/media-world";
import { anImage, aVideo, uploaded } from "../support/uploaded";

const { h, mira, due, now, atX, posts, calls, fault } = mediaWorld();
const secondMs = 1000;
const minuteMs = 60 * secondMs;

const steps = {
  initialize: { path: "/2/media/upload/initialize", method: "POST" },
  append: { path: "/2/media/upload/*/append", method: "POST" },
  finalize: { path: "/2/media/upload/*/finalize", method: "POST" },
  metadata: { path: "/2/media/metadata", method: "POST" },
  STATUS: { path: "/2/media/upload", method: "GET" },
};
const names = Object.keys(steps) as (keyof typeof steps)[];

async function dueFilm() {
  const { id } = await aVideo(h.roost, mira);
  return due([{ text: "film", media: [{ mediaId: id, altText: "a film" }] }]);
}

describe.each(names)("where X, asked for %s,", (step) => {
  it("calls the token expired, it is renewed once and the tweet goes out in the same try", async () => {
    await fault("status", { status: 401 }, steps[step], 1);
    const tweet = await dueFilm();
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "posted" });
    expect(await posts()).toHaveLength(1);
  });

  it.each([
    ["is busy", "status", { status: 503 }],
    ["answers a page of HTML", "status", { problem: "html", status: 502 }],
    ["answers with nothing", "status", { problem: "empty" }],
    ["answers with half a body", "cut-after", {}],
    ["answers with half of the JSON", "half-json", {}],
  ])("%s, the tweet is put off with nothing in doubt, and goes out later, once", async (_, kind, params) => {
    await fault(kind, params, steps[step], 1);
    const tweet = await dueFilm();
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "later" });
    expect(await now(tweet)).toMatchObject({ state: expect.stringMatching(/queued|pending/) });
    h.clock.advance(policy.evidence.graceMs + policy.publish.laterMs + secondMs);
    await sweepNow(h.roost);
    expect(await posts()).toHaveLength(1);
  });

  it("has reached its limit, the tweet waits for the reset, and the account's others do not", async () => {
    await fault("status", { status: 429, problem: "rate-limit", resetAfterSeconds: 600 }, steps[step], 1);
    const tweet = await dueFilm();
    await deliverTo(h.roost, tweet);
    const row = await h.db.tweet.findUniqueOrThrow({ where: { id: tweet.id } });
    const waitMs = (row.nextAttemptAt?.getTime() ?? 0) - (await h.clock.now()).getTime();
    expect(waitMs).toBeGreaterThan(9 * minuteMs);
    const other = await due([{ text: "words alone" }]);
    await deliverTo(h.roost, other);
    expect((await now(other)).state).toBe("posted");
  });

  it("refuses, the tweet fails in X's own words", async () => {
    await fault("status", { status: 403, detail: "Your file is not to our liking." }, steps[step]);
    const tweet = await dueFilm();
    await deliverTo(h.roost, tweet);
    expect(await now(tweet)).toMatchObject({
      state: "failed",
      failure: { kind: "media", detail: expect.stringContaining("not to our liking") },
    });
    expect(await calls("tweets")).toBe(0);
  });

  it("never answers, the tweet is put off after a time", async () => {
    await fault("hang", {}, steps[step], 1);
    const tweet = await dueFilm();
    expect(await deliverTo(withPatience(h, 300), tweet)).toEqual({ kind: "handled", said: "later" });
    expect(await calls("tweets")).toBe(0);
  });
});

describe("where X has the app's or the account's", () => {
  it("credits used up, all wait as they do for a post", async () => {
    await fault("status", { problem: "credits", status: 402 }, steps.initialize);
    const tweet = await dueFilm();
    await deliverTo(h.roost, tweet);
    expect(await h.db.appHold.findMany()).toMatchObject([{ reason: "noCredits" }]);
    await h.db.appHold.deleteMany();
  });

  it("sign-in refused for good, the account is held until it is connected again", async () => {
    await fault("status", { status: 401 }, steps.append);
    const tweet = await dueFilm();
    await deliverTo(h.roost, tweet);
    expect(await h.db.xAccount.findUnique({ where: { id: mira.accountId } })).toMatchObject({
      holdReason: "reconnect",
    });
    expect((await now(tweet)).state).toBe("onHold");
  });
});

describe("a file that Roost cannot read", () => {
  it("because it is gone fails its tweet, and says what to do", async () => {
    const { id } = await anImage(h.roost, mira);
    const { sha256 } = await h.db.media.findUniqueOrThrow({ where: { id } });
    await h.roost.media.remove(sha256);
    const tweet = await due([{ text: "gone", media: [{ mediaId: id }] }]);
    await deliverTo(h.roost, tweet);
    expect(await now(tweet)).toMatchObject({
      state: "failed",
      failure: { kind: "media", detail: expect.stringMatching(/no longer has this file. Upload it again/) },
    });
  });

  it("because the folder of all files is not there puts it off", async () => {
    const { id } = await anImage(h.roost, mira);
    const tweet = await due([{ text: "not mounted", media: [{ mediaId: id }] }]);
    const unmounted = h.variant({ MEDIA_DIR: join(h.env.MEDIA_DIR, "not-mounted") });
    expect(await deliverTo(unmounted, tweet)).toEqual({ kind: "handled", said: "later" });
    h.clock.advance(policy.evidence.graceMs + policy.publish.laterMs + secondMs);
    await sweepNow(h.roost);
    expect(await posts()).toHaveLength(1);
  });

  it("because its store cannot be reached puts it off", async () => {
    const { id } = await anImage(h.roost, mira);
    const tweet = await due([{ text: "away", media: [{ mediaId: id }] }]);
    const media: MediaStore = {
      ...h.roost.media,
      open: async () => Promise.reject(new Error("ECONNREFUSED")),
    };
    expect(await deliverTo({ ...h.roost, media }, tweet)).toEqual({ kind: "handled", said: "later" });
    h.clock.advance(policy.evidence.graceMs + policy.publish.laterMs + secondMs);
    await sweepNow(h.roost);
    expect(await posts()).toHaveLength(1);
  });
});

describe("a video of 60 MB", () => {
  it("reaches X whole, in pieces of which one at a time is held", async () => {
    const bytes = film({ bytes: 60 * 1024 * 1024 });
    const { id } = await uploaded(h.roost, mira.userId, bytes);
    const tweet = await due([{ text: "large", media: [{ mediaId: id }] }]);
    let held = 0;
    let mostHeld = 0;
    const { publisher, media } = h.roost;
    const open: MediaStore["open"] = async (key, range) => {
      held += range ? range.end - range.start + 1 : bytes.length;
      mostHeld = Math.max(mostHeld, held);
      return media.open(key, range);
    };
    const append: typeof publisher.uploads.append = async (...args) => {
      const answer = await publisher.uploads.append(...args);
      held -= args[3].length;
      return answer;
    };
    const uploads = { ...publisher.uploads, append };
    await deliverTo({ ...h.roost, media: { ...media, open }, publisher: { ...publisher, uploads } }, tweet);
    expect((await now(tweet)).state).toBe("posted");
    const { sha256 } = await h.db.media.findUniqueOrThrow({ where: { id } });
    expect(await atX()).toMatchObject([{ bytes: bytes.length, sha256 }]);
    expect(mostHeld).toBe(policy.upload.chunkBytes);
    expect(held).toBe(0);
  });
});
