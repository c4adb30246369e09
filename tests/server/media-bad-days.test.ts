// Uploads at the route, as a browser makes them, on a disk that fills up meanwhile and over X's limit.
import { request } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { policy } from "~/domain/policy";
import { receiveUpload } from "~/server/media/receive-upload";
import type { Roost } from "~/server/roost";
import { film, png } from "../support/media-files";
import { inChunks, uploadsOfMira } from "../support/upload-routes";

vi.mock("~/server/auth", () => import("../support/signed-in"));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);

const { h, mira, served, rows, files, upload, expectNothingKept } = uploadsOfMira();
const shared = globalThis as { roost?: Roost };

/** The route's own Roost, on a disk on which this many more bytes find room. */
async function onDiskWithRoomFor<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  const { media } = h.roost;
  let room = bytes;
  const receive: typeof media.receive = async () => {
    const file = await media.receive();
    const write: typeof file.write = async (chunk) => {
      const fits = chunk.subarray(0, Math.max(0, room));
      await file.write(fits);
      room -= chunk.byteLength;
      if (room < 0)
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    };
    return { ...file, write };
  };
  shared.roost = { ...h.roost, media: { ...media, receive } };
  try {
    return await work();
  } finally {
    shared.roost = h.roost;
  }
}

/** Announces so many bytes and sends none: what is answered then. */
function announce(bytes: number): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(served.url);
    const headers = { "Content-Length": bytes, "Content-Type": "video/mp4" };
    const call = request({ hostname, port, path: "/api/media", method: "POST", headers }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += String(chunk)));
      response.on("end", () => {
        resolve({ status: response.statusCode, body });
        call.destroy();
      });
    });
    call.on("error", reject);
    call.flushHeaders();
  });
}

describe("the disk full in the middle of an upload", () => {
  it("says so in words, leaves no half file, and the same file is taken once there is room", async () => {
    const before = await files();
    const bytes = film({ bytes: 3_000_000, seed: "full" });
    const refused = await onDiskWithRoomFor(1_200_000, () => upload(inChunks(bytes, 12)));
    expect(refused.status).toBe(503);
    expect(refused.body.message).toMatch(/no room left where Roost keeps files.*make room/);
    expect(JSON.stringify(refused.body)).not.toMatch(/ENOSPC|\/tmp|\.part/);
    await expectNothingKept(before);
    expect((await upload(inChunks(bytes, 12))).status).toBe(201);
    expect(await rows()).toMatchObject([{ bytes: bytes.length }]);
  });

  it("costs nobody a file that is there: the same bytes again are still the same upload", async () => {
    const bytes = png(40, 30, "there already");
    const first = await upload(bytes);
    const before = await files();
    const refused = await onDiskWithRoomFor(10, () => upload(bytes));
    expect(refused.status).toBe(503);
    expect(await files()).toEqual(before);
    expect((await upload(bytes)).body.id).toBe(first.body.id);
  });
});

describe("a video over X's limit", () => {
  it("that says so is refused before a byte of it is sent", async () => {
    const before = await files();
    const { status, body } = await announce(policy.media.maxBytes.VIDEO + 1);
    expect({ status, body }).toEqual({ status: 400, body: expect.stringMatching(/512 MB/) });
    await expectNothingKept(before);
  });

  it("that does not say so is read no further than its first byte too many", async () => {
    const before = await files();
    const head = film({ bytes: 500_000, seed: "endless" });
    let given = 0;
    const endless = (async function* () {
      yield head;
      while (given < 20_000_000) {
        given += 100_000;
        yield Buffer.alloc(100_000);
      }
    })();
    const small = {
      ...policy,
      media: { ...policy.media, maxBytes: { ...policy.media.maxBytes, VIDEO: 2_000_000 } },
    };
    const uploading = { userId: mira.userId, body: endless, announcedBytes: null };
    await expect(receiveUpload(h.roost, uploading, small)).rejects.toThrow(/video/);
    expect(given).toBeLessThan(1_700_000);
    await expectNothingKept(before);
  });

  it("that is a second too long is refused with both lengths", async () => {
    const before = await files();
    const { status, body } = await upload(film({ durationMs: policy.media.maxVideoMs + 1000 }));
    expect({ status, message: body.message }).toEqual({
      status: 400,
      message: expect.stringMatching(/140 seconds at X, and this one lasts 141/),
    });
    await expectNothingKept(before);
    expect(
      (await upload(film({ durationMs: policy.media.maxVideoMs, seed: "as long as X takes" }))).status,
    ).toBe(201);
  });
});
