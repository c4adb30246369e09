// An edit of a started thread, and its next part goes out in the moment between the edit's look and its writing.
import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { holdRow } from "~/server/tweets/lock-tweet";
import { deliverTo, xFault } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet } from "../support/roost-harness";
import { sharedRoostWithMira } from "../support/shared-roost";
import { texts } from "../support/thread";
import { anImage } from "../support/uploaded";
import { untilOneWaits } from "../support/waiting-on-lock";

const { h, mira } = sharedRoostWithMira();

const hourMs = 3_600_000;

/** A thread of three whose second part shows an image; the first is out, X has put the second off. */
async function putOffAtTwo() {
  const words = texts(3);
  const { id: mediaId } = await anImage(h.roost, mira);
  const parts = words.map((text, index) => ({ text, media: index === 1 ? [{ mediaId }] : [] }));
  const { text: _, ...rest } = newTweet(mira, await h.clock.now(), hourMs);
  const tweet = await mira.caller.tweet.schedule({ ...rest, parts });
  h.clock.advance(hourMs);
  await xFault(h, words[1] ?? "", "status", { status: 429 }, 1);
  expect(await deliverTo(h.roost, tweet)).toMatchObject({ said: "later" });
  return { ...tweet, words };
}

/** What a claim, X's answer and another delay leave behind, in one moment. */
async function partTwoGoesOutWhile<T>(id: string, act: () => Promise<T>): Promise<{ acting: Promise<T> }> {
  return h.db.$transaction(async (tx) => {
    await holdRow(tx, id);
    const acting = act();
    await untilOneWaits(h.db);
    const where = { tweetId_position: { tweetId: id, position: 2 } };
    const sentAt = await h.clock.now();
    await tx.part.update({ where, data: { state: "SENT", xId: String(randomInt(1e12)), sentAt } });
    await tx.tweet.update({ where: { id }, data: { nextAttemptAt: sentAt, arming: { increment: 1 } } });
    return { acting };
  });
}

test("an edit of a part that goes out meanwhile is refused in words, and that part keeps its words and its image", async () => {
  const { id, revision, words } = await putOffAtTwo();
  const parts = [words[0] ?? "", "other words", "the end, rewritten"].map((text) => ({ text, media: [] }));
  const { acting } = await partTwoGoesOutWhile(id, () =>
    refusalOf(mira.caller.tweet.edit({ id, revision, parts })),
  );
  expect(await acting).toMatchObject({
    code: "NOT_ALLOWED",
    message: expect.stringMatching(/^Part 2 is out on X and stays as it is/),
  });
  const row = await wholeTweet(h.db, id);
  expect(row).toMatchObject({ revision, status: "SCHEDULED" });
  expect(row.parts.map(({ text }) => text)).toEqual(words);
  expect(await h.db.partMedia.count({ where: { part: { tweetId: id } } })).toBe(1);
});

test("an edit of what is still to go out is done, whatever has gone out meanwhile", async () => {
  const { id, revision, words, parts: seen } = await putOffAtTwo();
  const parts = seen.map(({ text, media }, index) => ({
    text: index === 2 ? "the end, rewritten" : text,
    media: media.map((one) => ({ mediaId: one.id })),
  }));
  const { acting } = await partTwoGoesOutWhile(id, () => mira.caller.tweet.edit({ id, revision, parts }));
  await acting;
  const row = await wholeTweet(h.db, id);
  expect(row.parts.map(({ text, state }) => [text, state])).toEqual([
    [words[0], "SENT"],
    [words[1], "SENT"],
    ["the end, rewritten", "WAITING"],
  ]);
  expect(await h.db.partMedia.count({ where: { part: { tweetId: id } } })).toBe(1);
});
