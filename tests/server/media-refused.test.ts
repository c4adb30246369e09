import { request } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { policy } from "~/domain/policy";
import { receiveUpload } from "~/server/media/receive-upload";
import type { MediaStore } from "~/server/media/store";
import { film, png } from "../support/media-files";
import { byteByByte, inChunks, onStillClock, uploadsOfMira } from "../support/upload-routes";
import { waitFor } from "../support/wait-for";

vi.mock("~/server/auth", () => import("../support/signed-in"));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);

const { h, mira, served, files, upload, expectNothingKept } = uploadsOfMira();

describe("a file that X would not take is refused in words, and nothing of it is kept", () => {
  it.each([
    ["words under a name that ends in .png", Buffer.from("just words"), /whatever its name says/],
    ["nothing", Buffer.alloc(0), /empty/],
    ["a PDF", Buffer.from("%PDF-1.7\n%âãÏÓ\n"), /application\/pdf/],
    ["an image cut in half", png(40, 30, "cut").subarray(0, 60), /damaged/],
    ["a film cut in half", film({ bytes: 5000 }).subarray(0, 2000), /damaged/],
    ["a film of 141 seconds", film({ durationMs: 141_000 }), /140 seconds at X, and this one lasts 141/],
    ["a film of a fifth of a second", film({ durationMs: 200 }), /longer/],
    ["a film without its length", film({ fragments: "untold" }), /how long/],
    ["a song", film({ hasPicture: false }), /no picture/],
  ])("%s", async (_, bytes, words) => {
    const before = await files();
    const { status, body } = await upload(bytes, {
      "Content-Type": "image/png",
      "Content-Disposition": 'attachment; filename="photo.png"',
    });
    expect({ status, message: body.message }).toEqual({ status: 400, message: expect.stringMatching(words) });
    await expectNothingKept(before);
  });

  it("one byte too many stops the reading there, however much would follow", async () => {
    const before = await files();
    let given = 0;
    const endless = (async function* () {
      const first = png(40, 30, "endless");
      yield first;
      for (;;) {
        given += 100_000;
        yield Buffer.alloc(100_000);
      }
    })();
    await expect(
      receiveUpload(h.roost, { userId: mira.userId, body: endless, announcedBytes: null }),
    ).rejects.toThrow(/5 MB/);
    expect(given).toBeLessThan(policy.media.maxBytes.IMAGE + 200_000);
    await expectNothingKept(before);
  });

  it("one that says beforehand that it is too big is not read at all", async () => {
    let isRead = false;
    const unread = (async function* () {
      isRead = true;
      yield png();
    })();
    const announcedBytes = policy.media.maxBytes.VIDEO + 1;
    await expect(
      receiveUpload(h.roost, { userId: mira.userId, body: unread, announcedBytes }),
    ).rejects.toThrow(/512 MB/);
    expect(isRead).toBe(false);
  });
});

describe("an upload that goes wrong leaves nothing behind", () => {
  it("when the connection is cut half way", async () => {
    const before = await files();
    const bytes = film({ bytes: 2_000_000 });
    const { hostname, port } = new URL(served.url);
    const headers = { "Content-Length": bytes.length };
    const call = request({ hostname, port, path: "/api/media", method: "POST", headers });
    call.on("error", () => undefined);
    call.write(bytes.subarray(0, 1_000_000));
    await waitFor(async () => (await files()).incoming === before.incoming + 1);
    call.destroy();
    await waitFor(async () => (await files()).incoming === before.incoming);
    await expectNothingKept(before);
  });

  const silent = async function* () {
    yield png(40, 30, "silent").subarray(0, 50);
    vi.advanceTimersByTime(policy.media.uploadPaceMs);
    await new Promise(() => undefined);
  };
  const slow = () => byteByByte(png(40, 30, "slow").subarray(0, 50));
  it.each([
    ["falls silent", silent],
    ["comes byte by byte, and never falls silent", slow],
  ])("when it %s", async (_, body) => {
    const before = await files();
    const upload = { userId: mira.userId, body: body(), announcedBytes: null };
    await onStillClock(() =>
      expect(receiveUpload(h.roost, upload)).rejects.toThrow(/Less than 64 KB .* faster line/),
    );
    await expectNothingKept(before);
  });

  it("when fewer bytes come than were announced", async () => {
    const before = await files();
    const body = inChunks(png(40, 30, "fewer"), 3);
    await expect(
      receiveUpload(h.roost, { userId: mira.userId, body, announcedBytes: 1_000_000 }),
    ).rejects.toThrow(/broke off/);
    await expectNothingKept(before);
  });

  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const fullAt: [string, (store: MediaStore) => Partial<MediaStore>][] = [
    [
      "while it is written",
      (store) => ({
        receive: async () => ({ ...(await store.receive()), write: async () => Promise.reject(full) }),
      }),
    ],
    [
      "when it is to be safe on the disk",
      (store) => ({
        receive: async () => ({ ...(await store.receive()), finish: async () => Promise.reject(full) }),
      }),
    ],
    ["when it is to be kept", () => ({ put: async () => Promise.reject(full) })],
  ];
  it.each(fullAt)("when the disk is full %s, and says so", async (when, broken) => {
    const before = await files();
    const roost = { ...h.roost, media: { ...h.roost.media, ...broken(h.roost.media) } };
    const bytes = png(40, 30, `full ${when}`);
    const body = inChunks(bytes, 3);
    await expect(
      receiveUpload(roost, { userId: mira.userId, body, announcedBytes: null }),
    ).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringMatching(/no room left/),
    });
    await expectNothingKept(before);
    expect((await upload(bytes)).status).toBe(201);
  });

  it("when the store cannot be reached, and says so", async () => {
    const before = await files();
    const media = { ...h.roost.media, put: async () => Promise.reject(new Error("connect ECONNREFUSED")) };
    const body = inChunks(png(40, 30, "gone"), 3);
    await expect(
      receiveUpload({ ...h.roost, media }, { userId: mira.userId, body, announcedBytes: null }),
    ).rejects.toThrow(/cannot reach the place/);
    await expectNothingKept(before);
  });
});
