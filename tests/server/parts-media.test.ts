import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { MediaInput } from "~/server/tweets/require-parts";
import type { TweetView } from "~/server/tweets/view";
import { newTweet } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";
import { aGif, anImage, aVideo } from "../support/uploaded";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;

type Parts = { text: string; media?: MediaInput[] }[];

async function schedule(parts: Parts, person = mira) {
  const { text: _, ...tweet } = newTweet(person, await h.clock.now(), hourMs);
  return person.caller.tweet.schedule({ ...tweet, parts });
}

const image = () => anImage(h.roost, mira);
const use = (media: { id: string }, altText?: string) => ({
  mediaId: media.id,
  ...(altText ? { altText } : {}),
});
const edit = ({ id, revision }: TweetView, words: { text: string } | { parts: Parts }) =>
  mira.caller.tweet.edit({ id, revision, ...words });
const usesOf = (tweetId: string) =>
  h.db.partMedia.findMany({ where: { part: { tweetId } }, orderBy: { position: "asc" } });

/** As publishing leaves it: X has the file. */
async function uploadedAtX(tweetId: string) {
  await h.db.partMedia.updateMany({
    where: { part: { tweetId } },
    data: { xMediaId: "123", xState: "READY", xExpiresAt: new Date(), xSince: new Date() },
  });
}

describe("a part shows", () => {
  it("up to four images in their order, each with its description", async () => {
    const images = await Promise.all([image(), image(), image(), image()]);
    const tweet = await schedule([{ text: "Four", media: images.map((one, at) => use(one, `image ${at}`)) }]);
    const shown = images.map((one, at) => ({ ...one, altText: `image ${at}` }));
    expect(tweet.parts[0]?.media).toEqual(shown);
    expect((await mira.caller.tweet.get_queue({ verify: false })).upcoming[0]?.parts[0]?.media).toEqual(
      shown,
    );
  });

  it("one GIF, or one video, and needs no words then", async () => {
    const gif = await aGif(h.roost, mira);
    const video = await aVideo(h.roost, mira);
    const tweet = await schedule([
      { text: "", media: [use(gif)] },
      { text: " \n ", media: [use(video)] },
    ]);
    expect(tweet.parts.map(({ text, media }) => [text, media[0]?.kind, media[0]?.altText])).toEqual([
      ["", "GIF", null],
      ["", "VIDEO", null],
    ]);
    expect(tweet.parts[1]?.media[0]).toMatchObject({
      durationMs: 10_000,
      width: 640,
      url: `/api/media/${video.id}`,
    });
  });

  it("no mixture, no fifth image, and no description that X would not take: refused by the part's name", async () => {
    const images = await Promise.all([1, 2, 3, 4, 5].map(image));
    const gif = await aGif(h.roost, mira);
    const [one] = images;
    if (!one) throw new Error("no image");
    const wrong: [Parts[number]["media"], RegExp][] = [
      [images.map((media) => use(media)), /^Part 2 of 2: A post shows up to 4 images/],
      [[use(one), use(gif)], /^Part 2 of 2: A post shows/],
      [[use(gif), use(gif)], /^Part 2 of 2: A post shows/],
      [[use(one, "x".repeat(1001))], /^Part 2 of 2: A description may have 1000/],
      [[use(one, "a\0b")], /character that X does not take/],
      [[], /^Part 2 of 2 is empty/],
    ];
    for (const [media, words] of wrong) {
      await expect(schedule([{ text: "One" }, { text: "", media: media ?? [] }])).rejects.toThrow(words);
    }
    expect(await h.db.tweet.count()).toBe(0);
  });

  it("nobody else's upload, which answers as if it did not exist, and nothing that never was", async () => {
    const hers = await image();
    const rene = await h.signUp(`rene_${randomUUID().slice(0, 6)}`);
    const asked = [hers.id, randomUUID(), "..", ""].map((mediaId) =>
      schedule([{ text: "Mine", media: [{ mediaId }] }], rene).catch((error: Error) => error.message),
    );
    const answers = new Set(await Promise.all(asked));
    expect([...answers]).toEqual([expect.stringMatching(/no such file among your uploads/)]);
    expect(await h.db.tweet.count()).toBe(0);
  });
});

describe("an edit", () => {
  it("shows something else, and what a part lets go is kept for a day from then", async () => {
    const [first, second] = [await image(), await image()];
    const tweet = await schedule([{ text: "One", media: [use(first)] }]);
    h.clock.advance(2000);
    const edited = await edit(tweet, { parts: [{ text: "One", media: [use(second)] }] });
    expect(edited.parts[0]?.media.map(({ id }) => id)).toEqual([second.id]);
    const [gone, stays] = await Promise.all(
      [first, second].map(({ id }) => h.db.media.findUniqueOrThrow({ where: { id } })),
    );
    expect(gone?.neededAt.getTime()).toBeGreaterThanOrEqual((gone?.createdAt.getTime() ?? 0) + 2000);
    expect(stays?.neededAt).toEqual(stays?.createdAt);
  });

  it("of the words alone leaves what is shown, by its text or by its parts", async () => {
    const one = await image();
    const tweet = await schedule([{ text: "One", media: [use(one, "a cat")] }]);
    const second = await edit(tweet, { text: "Two" });
    const third = await edit(second, { parts: [{ text: "Three" }] });
    expect(third.parts).toMatchObject([{ text: "Three", media: [{ id: one.id, altText: "a cat" }] }]);
    const none = await edit(third, { parts: [{ text: "Four", media: [] }] });
    expect(none.parts[0]?.media).toEqual([]);
  });

  it("that leaves a file in its part leaves it what X has of it, whatever else changes around it", async () => {
    const [one, two, three] = [await image(), await image(), await image()];
    const tweet = await schedule([{ text: "One", media: [use(one, "a cat"), use(two)] }]);
    await uploadedAtX(tweet.id);
    await edit(tweet, {
      parts: [{ text: "Other", media: [use(three), use(one, "a cat"), use(two, "a dog")] }],
    });
    expect(await usesOf(tweet.id)).toMatchObject([
      { mediaId: three.id, xMediaId: null, xState: null },
      { mediaId: one.id, xMediaId: "123", xState: "READY" },
      { mediaId: two.id, xMediaId: "123", xState: "UPLOADED", altText: "a dog" },
    ]);
  });

  it("that takes a description away has X's copy uploaded anew, as X cannot be told", async () => {
    const one = await image();
    const tweet = await schedule([{ text: "One", media: [use(one, "a cat")] }]);
    await uploadedAtX(tweet.id);
    await edit(tweet, { parts: [{ text: "One", media: [use(one)] }] });
    expect(await usesOf(tweet.id)).toMatchObject([{ altText: null, xMediaId: null, xState: null }]);
  });

  it("that drops a part keeps its files for a day, and that adds one takes them", async () => {
    const [one, two] = [await image(), await image()];
    const tweet = await schedule([{ text: "One" }, { text: "Two", media: [use(one)] }]);
    h.clock.advance(2000);
    const shorter = await edit(tweet, { parts: [{ text: "One" }] });
    const row = await h.db.media.findUniqueOrThrow({ where: { id: one.id } });
    expect(row.neededAt.getTime()).toBeGreaterThanOrEqual(row.createdAt.getTime() + 2000);
    const longer = await edit(shorter, {
      parts: [{ text: "One" }, { text: "", media: [use(two)] }, { text: "", media: [use(one)] }],
    });
    expect(longer.parts.map(({ media }) => media.map(({ id }) => id))).toEqual([[], [two.id], [one.id]]);
  });

  it("that is refused changes nothing of what is shown", async () => {
    const one = await image();
    const tweet = await schedule([{ text: "One", media: [use(one)] }]);
    const before = await usesOf(tweet.id);
    const unknown = [{ mediaId: randomUUID() }];
    await expect(edit(tweet, { parts: [{ text: "Two", media: unknown }] })).rejects.toThrow(/no such file/);
    expect(await usesOf(tweet.id)).toEqual(before);
    expect(await mira.caller.tweet.get({ id: tweet.id })).toMatchObject({ revision: 1, text: "One" });
  });

  it("of what a part shows that is out is refused", async () => {
    const [one, two] = [await image(), await image()];
    const tweet = await schedule([{ text: "One", media: [use(one)] }, { text: "Two" }]);
    const now = await h.clock.now();
    await h.db.part.updateMany({
      where: { tweetId: tweet.id, position: 1 },
      data: { state: "SENT", xId: "77", sentAt: now },
    });
    await h.db.tweet.update({ where: { id: tweet.id }, data: { startedAt: now } });
    const show = (media: MediaInput[]) => edit(tweet, { parts: [{ text: "One", media }, { text: "Three" }] });
    await expect(show([use(two)])).rejects.toThrow(/Part 1 is out/);
    await expect(show([])).rejects.toThrow(/Part 1 is out/);
    await expect(show([use(one, "a cat")])).rejects.toThrow(/Part 1 is out/);
    expect((await show([use(one)])).parts.map(({ text }) => text)).toEqual(["One", "Three"]);
  });
});
