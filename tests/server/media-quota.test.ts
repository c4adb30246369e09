import { randomUUID } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { policy } from "~/domain/policy";
import { receiveUpload } from "~/server/media/receive-upload";
import { png } from "../support/media-files";
import { placeTweet } from "../support/placed-tweet";
import { session } from "../support/signed-in";
import { inChunks, uploadsOfMira } from "../support/upload-routes";
import { waitFor } from "../support/wait-for";

vi.mock("~/server/auth", () => import("../support/signed-in"));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);

const { h, mira, upload } = uploadsOfMira();

describe("a person's uploads that no tweet uses are bounded", () => {
  const place = (count: number, bytes: number) =>
    h.db.media.createMany({
      data: Array.from({ length: count }, (_, at) => ({
        id: randomUUID(),
        userId: mira.userId,
        sha256: at.toString(16).padStart(64, "0"),
        kind: "IMAGE" as const,
        mimeType: "image/png",
        bytes,
        createdAt: new Date(),
        neededAt: new Date(),
      })),
    });

  it("in their number", async () => {
    await place(policy.media.maxUnused - 1, 10);
    expect((await upload(png(40, 30, "last"))).status).toBe(201);
    const refused = await upload(png(40, 30, "one too many"));
    expect(refused).toMatchObject({
      status: 409,
      body: { message: expect.stringMatching(/removed after a day/) },
    });
    expect((await upload(png(40, 30, "last"))).status).toBe(409);
  });

  it("in their bytes, and in nobody else's way", async () => {
    await place(8, policy.media.maxUnusedBytes / 8);
    expect((await upload(png(40, 30, "more"))).status).toBe(409);
    session.userId = (await h.signUp("sven")).userId;
    expect((await upload(png(40, 30, "more"))).status).toBe(201);
  });

  it("in all that they keep, of tweets too", async () => {
    await place(20, policy.media.maxKeptBytes / 20);
    const now = await h.clock.now();
    for (const { id: mediaId } of await h.db.media.findMany()) {
      const { id } = await placeTweet(h.db, now, { ...mira, status: "DRAFT" });
      const { id: partId } = await h.db.part.findFirstOrThrow({ where: { tweetId: id } });
      await h.db.partMedia.create({ data: { id: randomUUID(), partId, position: 1, mediaId } });
    }
    const refused = await upload(png(40, 30, "more"));
    expect(refused).toMatchObject({ status: 409, body: { message: expect.stringMatching(/after 30 days/) } });
  });

  it("in how many go at once", async () => {
    const held: (() => void)[] = [];
    const slow = () =>
      (async function* () {
        const bytes = png(40, 30, `slow ${held.length}`);
        yield bytes.subarray(0, 20);
        await new Promise<void>((resolve) => held.push(resolve));
        yield bytes.subarray(20);
      })();
    const receive = (body: AsyncIterable<Uint8Array>) =>
      receiveUpload(h.roost, { userId: mira.userId, body, announcedBytes: null });
    const running = Array.from({ length: policy.media.uploadsAtOnce }, () => receive(slow()));
    await waitFor(() => held.length === policy.media.uploadsAtOnce);
    await expect(receive(slow())).rejects.toThrow(/under way/);
    for (const release of held) release();
    await Promise.all(running);
    await receive(inChunks(png(40, 30, "after"), 2));
  });
});
