import { createHash, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { cleanUpMedia } from "~/server/media/clean-up";
import { lockFile } from "~/server/media/lock-file";
import { receiveUpload } from "~/server/media/receive-upload";
import type { MediaStore } from "~/server/media/store";
import type { Roost } from "~/server/roost";
import { runOnce } from "../../reconciler/once";
import { png } from "../support/media-files";
import { placeTweet } from "../support/placed-tweet";
import { emptiedRoost } from "../support/shared-roost";
import { untilOneWaits } from "../support/waiting-on-lock";

const { h, mira } = emptiedRoost();
const dayMs = 24 * 3_600_000;
const minuteMs = 60_000;

/** How far Roost's clock was ahead of the machine's, which dates the files, when the test began. */
let aheadMs = 0;
beforeEach(async () => {
  await rm(h.env.MEDIA_DIR, { recursive: true, force: true });
  aheadMs = (await h.clock.now()).getTime() - Date.now();
});

/** Roost with a disk whose dates go by Roost's clock. */
function roost(changes: Partial<MediaStore> = {}): Roost {
  const { media } = h.roost;
  const list = async function* () {
    for await (const page of media.list()) {
      yield page.map(({ key, storedAt }) => ({ key, storedAt: new Date(storedAt.getTime() + aheadMs) }));
    }
  };
  const removeLeftovers = (before: Date) => media.removeLeftovers(new Date(before.getTime() - aheadMs));
  return { ...h.roost, media: { ...media, list, removeLeftovers, ...changes } };
}

const cleanUp = () => cleanUpMedia(roost());

async function upload(seed = randomUUID()) {
  const bytes = png(3, 2, seed);
  const body = (async function* () {
    yield bytes;
  })();
  const { id } = await receiveUpload(h.roost, { userId: mira.userId, body, announcedBytes: null });
  return { id, key: createHash("sha256").update(bytes).digest("hex"), seed };
}

async function useInTweet(mediaId: string) {
  const tweet = await placeTweet(h.db, await h.clock.now(), { ...mira, status: "DRAFT" });
  const part = await h.db.part.findFirstOrThrow({ where: { tweetId: tweet.id } });
  await h.db.partMedia.create({ data: { id: randomUUID(), partId: part.id, position: 1, mediaId } });
  return tweet.id;
}

/** A file that no row names, as an upload leaves it whose process died. */
async function leaveFile() {
  const bytes = png(3, 2, randomUUID());
  const key = createHash("sha256").update(bytes).digest("hex");
  const file = await h.roost.media.receive();
  await file.write(bytes);
  await file.finish();
  await h.roost.media.put(file, key);
  return key;
}

const isThere = async ({ id, key }: { id: string; key: string }) => ({
  row: (await h.db.media.count({ where: { id } })) === 1,
  file: await h.roost.media.has(key),
});

describe("the daily cleaning of uploads", () => {
  it("removes what no tweet has used for a day, with its file, and not a minute sooner", async () => {
    const unused = await upload();
    h.clock.advance(dayMs - minuteMs);
    await cleanUp();
    expect(await isThere(unused)).toEqual({ row: true, file: true });
    h.clock.advance(2 * minuteMs);
    expect((await cleanUp()).actions).toMatchObject({ "uploads removed": 1, "files removed": 1 });
    expect(await isThere(unused)).toEqual({ row: false, file: false });
  });

  it("keeps what a tweet uses, and for 30 days what a deleted one used", async () => {
    const used = await upload();
    const tweetId = await useInTweet(used.id);
    await h.db.tweet.update({ where: { id: tweetId }, data: { deletedAt: await h.clock.now() } });
    h.clock.advance(29 * dayMs);
    const kept = await upload();
    await useInTweet(kept.id);
    await cleanUp();
    expect(await isThere(used)).toEqual({ row: true, file: true });
    h.clock.advance(2 * dayMs);
    await cleanUp();
    expect(await isThere(used)).toEqual({ row: false, file: false });
    h.clock.advance(400 * dayMs);
    await cleanUp();
    expect(await isThere(kept)).toEqual({ row: true, file: true });
  });

  it("keeps what was uploaded again within the day", async () => {
    const first = await upload();
    h.clock.advance(dayMs - minuteMs);
    await upload(first.seed);
    h.clock.advance(2 * minuteMs);
    await cleanUp();
    expect(await isThere(first)).toEqual({ row: true, file: true });
  });

  it("keeps the file of two people's upload until neither has it", async () => {
    const hers = await upload();
    const rene = await h.signUp(`rene_${randomUUID().slice(0, 6)}`);
    const row = await h.db.media.findUniqueOrThrow({ where: { id: hers.id } });
    const neededAt = new Date((await h.clock.now()).getTime() + dayMs);
    const his = await h.db.media.create({
      data: { ...row, id: randomUUID(), userId: rene.userId, neededAt },
    });
    h.clock.advance(dayMs + minuteMs);
    await cleanUp();
    expect(await isThere(hers)).toEqual({ row: false, file: true });
    h.clock.advance(dayMs + minuteMs);
    await cleanUp();
    expect(await isThere({ ...hers, id: his.id })).toEqual({ row: false, file: false });
  });

  it("removes an old file that nobody's upload names, and no young one", async () => {
    const key = await leaveFile();
    h.clock.advance(dayMs - minuteMs);
    await cleanUp();
    expect(await h.roost.media.has(key)).toBe(true);
    h.clock.advance(2 * minuteMs);
    await cleanUp();
    expect(await h.roost.media.has(key)).toBe(false);
  });

  it("never takes a file for which somebody is about to write a row", async () => {
    const key = await leaveFile();
    h.clock.advance(dayMs + minuteMs);
    await h.db.$transaction(async (tx) => {
      await lockFile(tx, key);
      await cleanUp();
      expect(await h.roost.media.has(key)).toBe(true);
    });
  });

  it("a row that a tweet takes in that very moment stays, and so do the others' turns", async () => {
    const taken = await upload();
    const other = await upload();
    h.clock.advance(dayMs + minuteMs);
    const tweet = await placeTweet(h.db, await h.clock.now(), { ...mira, status: "DRAFT" });
    const part = await h.db.part.findFirstOrThrow({ where: { tweetId: tweet.id } });
    const use = { id: randomUUID(), partId: part.id, position: 1, mediaId: taken.id };
    let cleaning: Promise<unknown> | undefined;
    await h.db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "Media" WHERE "id" = ${taken.id}::uuid FOR KEY SHARE`;
      await tx.partMedia.create({ data: use });
      cleaning = cleanUp();
      await untilOneWaits(h.db);
    });
    await cleaning;
    expect(await isThere(taken)).toEqual({ row: true, file: true });
    expect(await isThere(other)).toEqual({ row: false, file: false });
  });

  it("removes what uploads left that died half way", async () => {
    const file = await h.roost.media.receive();
    await file.write(png());
    await file.finish();
    expect((await cleanUp()).actions["leftovers removed"]).toBeUndefined();
    h.clock.advance(dayMs + minuteMs);
    expect((await cleanUp()).actions["leftovers removed"]).toBe(1);
  });

  it("goes on past a file that cannot be removed, and says so", async () => {
    await leaveFile();
    h.clock.advance(dayMs + minuteMs);
    const broken = roost({ remove: async () => Promise.reject(new Error("gone away")) });
    expect((await cleanUpMedia(broken)).errors).toBe(1);
  });

  it("is a pass like any other: by hand too, with what it did in words", async () => {
    await upload();
    h.clock.advance(dayMs + minuteMs);
    expect(await runOnce(roost(), "media")).toMatch(
      /^media: \d+ files looked at.*\n.*\nactions: uploads removed 1, files removed \d+/,
    );
  });
});
