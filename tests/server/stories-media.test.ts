import { describe, expect, test } from "vitest";
import { deliverTo } from "../support/due-tweet";
import { mediaWorld } from "../support/media-world";
import { clockOf, storyOf } from "../support/story";
import { anImage, aVideo } from "../support/uploaded";

const { h, mira, due, fault } = mediaWorld();

const movedAt = async (tweetId: string, kind: string) =>
  (await h.db.event.findFirstOrThrow({ where: { tweetId, kind }, orderBy: { id: "desc" } })).at;

async function dueFilm() {
  const { id } = await aVideo(h.roost, mira);
  return due([{ text: "film", media: [{ mediaId: id, altText: "a secret film" }] }]);
}

describe("the story of a tweet with media tells of its files", () => {
  test("when X could not make one ready: X's words, and when", async () => {
    await fault("processing-fails", { name: "InvalidMedia", message: "This film is upside down." });
    const tweet = await dueFilm();
    await deliverTo(h.roost, tweet);
    const { question, answer, lines } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it not go out?");
    expect(answer).toContain(`It was due at ${clockOf(tweet.scheduledFor)}`);
    expect(answer).toMatch(/upside down/);
    expect(answer).toContain(clockOf(await movedAt(tweet.id, "failed")));
    expect(lines).toEqual(
      expect.arrayContaining([
        "File 1 is being uploaded to X.",
        expect.stringMatching(/^File 1 is uploaded; X has to make it ready/),
        expect.stringMatching(/^File 1 could not be made ready at X \(".*upside down/),
      ]),
    );
    expect(lines).not.toContain("Roost sent it to X.");
    expect(lines.join("\n")).not.toContain("secret film");
  });

  test("when X refused to take one in", async () => {
    const match = { path: "/2/media/upload/*/finalize", method: "POST" };
    await fault("status", { status: 403, detail: "Your file is not to our liking." }, match);
    const tweet = await dueFilm();
    await deliverTo(h.roost, tweet);
    const { answer } = await storyOf(mira, tweet.id);
    expect(answer).toMatch(/not to our liking/);
    expect(answer).toMatch(/At [^:]+:\d\d:\d\d[^:]*: It was not posted\./);
    expect((await mira.caller.notification.list()).notices).toMatchObject([{ kind: "failed" }]);
  });

  test("without what it is described as, though X echoed that", async () => {
    const match = { path: "/2/media/metadata", method: "POST" };
    await fault("status", { status: 400, detail: "Bad words: a secret film." }, match);
    const tweet = await dueFilm();
    await deliverTo(h.roost, tweet);
    const { id } = tweet;
    const kept = await h.db.tweet.findUniqueOrThrow({
      where: { id },
      include: { attempts: true, events: true },
    });
    const entries = await h.db.flightEntry.findMany({ where: { tweetId: id } });
    const all = JSON.stringify([kept, entries, await storyOf(mira, id)], (_, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(all).toContain("Bad words: [your text]");
    expect([all, ...h.logLines].join("")).not.toContain("secret film");
  });

  test("when it waited for X: from when, and that it went out after that", async () => {
    await fault("processing-takes", { seconds: 120 });
    const tweet = await dueFilm();
    await deliverTo(h.roost, tweet);
    const { question, answer, lines } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it go out late?");
    expect(answer).toMatch(/At [^:]+:\d\d:\d\d[^:]*: File 1 is uploaded; X has to make it ready/);
    expect(answer).toContain(`posted at ${clockOf(await movedAt(tweet.id, "posted"))}`);
    expect(lines.indexOf("X has file 1 ready.")).toBeLessThan(lines.indexOf("Roost sent it to X."));
    expect(lines.join("\n")).toMatch(/X is still processing file 1/);
  });

  test("by their places, where there are several", async () => {
    const files = await Promise.all([1, 2].map(async () => anImage(h.roost, mira)));
    const tweet = await due([{ text: "two", media: files.map(({ id }) => ({ mediaId: id })) }]);
    await deliverTo(h.roost, tweet);
    const { lines } = await storyOf(mira, tweet.id);
    expect(lines).toEqual(expect.arrayContaining(["X has file 1 ready.", "X has file 2 ready."]));
  });
});
