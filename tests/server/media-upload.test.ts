import { describe, expect, it, vi } from "vitest";
import { receiveUpload } from "~/server/media/receive-upload";
import { film, gif, jpeg, png, webp } from "../support/media-files";
import { session } from "../support/signed-in";
import { inChunks, uploadsOfMira } from "../support/upload-routes";

vi.mock("~/server/auth", () => import("../support/signed-in"));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);

const { h, mira, rows, files, upload, show } = uploadsOfMira();

describe("an upload", () => {
  it.each([
    ["a PNG", png(40, 30, "a"), { kind: "IMAGE", width: 40, height: 30, durationMs: null }, "image/png"],
    ["a JPEG", jpeg(40, 30, "a"), { kind: "IMAGE", width: 40, height: 30, durationMs: null }, "image/jpeg"],
    ["a WebP", webp(40, 30, "a"), { kind: "IMAGE", width: 40, height: 30, durationMs: null }, "image/webp"],
    ["a GIF", gif(40, 30, "a"), { kind: "GIF", width: 40, height: 30, durationMs: null }, "image/gif"],
    [
      "an MP4",
      film({ seed: "a", bytes: 300_000, isIndexLast: true }),
      { kind: "VIDEO", width: 640, height: 360, durationMs: 10_000 },
      "video/mp4",
    ],
    [
      "a MOV",
      film({ seed: "a", brand: "qt  " }),
      { kind: "VIDEO", width: 640, height: 360, durationMs: 10_000 },
      "video/quicktime",
    ],
  ])("of %s tells what it is, and comes back byte for byte", async (_, bytes, facts, type) => {
    const { status, body } = await upload(inChunks(bytes, 7), { "Content-Type": "text/plain" });
    expect({ status, body }).toEqual({
      status: 201,
      body: { id: body.id, url: `/api/media/${body.id}`, ...facts },
    });
    const shown = await show(body.id);
    expect(shown.status).toBe(200);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(bytes);
    expect(shown.headers.get("content-type")).toBe(type);
    expect((await files()).incoming).toBe(0);
  });

  it("of the same bytes again, under whatever name or at the same time, is the same upload and one file", async () => {
    const before = await files();
    const bytes = png(40, 30, "the same");
    const first = await upload(bytes);
    const others = await Promise.all([1, 2, 3].map(() => upload(bytes)));
    expect(new Set([first, ...others].map(({ body }) => body.id)).size).toBe(1);
    expect(await rows()).toHaveLength(1);
    expect((await files()).kept).toBe(before.kept + 1);
  });

  it("of the same bytes by two people is two uploads over one file", async () => {
    const before = await files();
    const bytes = png(40, 30, "two people");
    const hers = await upload(bytes);
    session.userId = (await h.signUp("rene")).userId;
    const his = await upload(bytes);
    expect(his.body.id).not.toBe(hers.body.id);
    expect((await files()).kept).toBe(before.kept + 1);
  });

  it("whose file had been lost puts it back", async () => {
    const bytes = png(40, 30, "lost");
    const { body } = await upload(bytes);
    const [row] = await rows();
    await h.roost.media.remove(row?.sha256 ?? "");
    expect((await show(body.id)).status).toBe(404);
    expect((await upload(bytes)).body.id).toBe(body.id);
    expect((await show(body.id)).status).toBe(200);
  });

  it("of 200 MB is never held in memory: no more of it is taken than has been written", async () => {
    const chunkBytes = 1024 * 1024;
    const head = film({ bytes: 0 });
    head.writeUInt32BE(8 + 200 * chunkBytes, head.length - 8);
    let written = 0;
    let given = 0;
    let mostHeld = 0;
    const body = (async function* () {
      yield head;
      given = head.length;
      const chunk = Buffer.alloc(chunkBytes, 7);
      for (let at = 0; at < 200; at += 1) {
        mostHeld = Math.max(mostHeld, given - written);
        given += chunkBytes;
        yield chunk;
      }
    })();
    const receive = async () => {
      const file = await h.roost.media.receive();
      const write = async (chunk: Uint8Array) => {
        await file.write(chunk);
        written += chunk.length;
      };
      return { ...file, write };
    };
    const roost = { ...h.roost, media: { ...h.roost.media, receive } };
    const media = await receiveUpload(roost, { userId: mira.userId, body, announcedBytes: null });
    expect(media).toMatchObject({ kind: "VIDEO", durationMs: 10_000 });
    expect((await rows())[0]?.bytes).toBe(given);
    expect(mostHeld).toBeLessThanOrEqual(chunkBytes);
  });
});
