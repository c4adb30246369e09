import { randomUUID } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { film, png } from "../support/media-files";
import { session } from "../support/signed-in";
import { uploadsOfMira } from "../support/upload-routes";

vi.mock("~/server/auth", () => import("../support/signed-in"));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);

const { h, rows, upload, show } = uploadsOfMira();

describe("whoever is not its owner", () => {
  it("sees no upload of another person's, which answers as if it did not exist", async () => {
    const { body } = await upload(png(40, 30, "hers"));
    session.userId = (await h.signUp("tom")).userId;
    const foreign = await show(body.id);
    const unknown = await show(randomUUID());
    const nonsense = await show("..%2f..%2fetc");
    for (const response of [foreign, unknown, nonsense]) expect(response.status).toBe(404);
    expect(await foreign.json()).toEqual(await unknown.json());
  });

  it("neither uploads nor sees anything while nobody is signed in, or from another site", async () => {
    const { body } = await upload(png(40, 30, "mine"));
    const elsewhere = await upload(png(40, 30, "x"), { Origin: "https://evil.example" });
    expect(elsewhere.status).toBe(403);
    session.userId = null;
    expect((await upload(png(40, 30, "y"))).status).toBe(401);
    expect((await show(body.id)).status).toBe(401);
    expect(await rows()).toHaveLength(1);
  });
});

describe("an upload is shown", () => {
  it("with what keeps a browser from taking it for anything else, and from keeping it for another person", async () => {
    const { body } = await upload(png(40, 30, "shown"));
    const { headers } = await show(body.id);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": `inline; filename="roost-${body.id.slice(0, 8)}.png"`,
      "cache-control": "private, no-cache",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    const again = await show(body.id, { "If-None-Match": headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
  });

  it("in the part that a player asks for", async () => {
    const bytes = film({ bytes: 100_000, seed: "ranges" });
    const { body } = await upload(bytes);
    const ask = async (range: string, method = "GET") => {
      const response = await show(body.id, { Range: range }, method);
      const { status, headers } = response;
      return {
        status,
        range: headers.get("content-range"),
        bytes: Buffer.from(await response.arrayBuffer()),
      };
    };
    const { length } = bytes;
    expect(await ask("bytes=10-19")).toEqual({
      status: 206,
      range: `bytes 10-19/${length}`,
      bytes: bytes.subarray(10, 20),
    });
    expect((await ask("bytes=100000-")).bytes).toEqual(bytes.subarray(100_000));
    expect((await ask("bytes=-5")).bytes).toEqual(bytes.subarray(-5));
    expect((await ask("bytes=0-99999999")).bytes).toEqual(bytes);
    expect(await ask(`bytes=${length}-`)).toMatchObject({ status: 416, range: `bytes */${length}` });
    for (const whole of ["bytes=9-3", "bytes=0-1,4-5", "lines=1-2", "bytes=-", "nonsense"]) {
      expect(await ask(whole)).toEqual({ status: 200, range: null, bytes });
    }
    expect(await ask("bytes=0-9", "HEAD")).toMatchObject({ status: 206, bytes: Buffer.alloc(0) });
  });
});
