import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { JPG } from "image-size/types/jpg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { MediaType } from "~/domain/media";
import { findType } from "~/server/media/find-type";
import { readImageFacts } from "~/server/media/image-facts";
import { readVideoFacts } from "~/server/media/video-facts";
import { box, type Film, film, gif, jpeg, png, webp } from "../support/media-files";
import { createSlot } from "../support/slot";

const folder = createSlot<{ path: string }>();
beforeAll(async () => folder.fill({ path: await mkdtemp(join(tmpdir(), "roost-facts-")) }));
afterAll(() => rm(folder.slot.path, { recursive: true, force: true }));

async function onDisk(bytes: Uint8Array): Promise<string> {
  const path = join(folder.slot.path, "file");
  await writeFile(path, bytes);
  return path;
}

const imageFacts = async (type: MediaType, bytes: Uint8Array) => readImageFacts(await onDisk(bytes), type);
const videoFacts = async (bytes: Uint8Array, type: MediaType = "video/mp4") =>
  readVideoFacts(await onDisk(bytes), type, bytes.length);

const images = [
  ["image/png", png],
  ["image/jpeg", jpeg],
  ["image/gif", gif],
  ["image/webp", webp],
] as const;

describe("a file is told by its bytes", () => {
  it.each(images)("%s", async (type, make) => {
    expect(await findType(make())).toEqual({ kind: "type", type });
  });

  it("an MP4 by any of its brands, and a MOV", async () => {
    for (const brand of ["isom", "mp42", "avc1", "iso5", "M4V "]) {
      expect(await findType(film({ brand }))).toEqual({ kind: "type", type: "video/mp4" });
    }
    expect(await findType(film({ brand: "qt  " }))).toEqual({ kind: "type", type: "video/quicktime" });
  });

  it("a PNG whose colour profile is longer than what is looked at", async () => {
    const long = png(3, 2, "", [Buffer.alloc(200_000)]);
    expect(await findType(long.subarray(0, 65_536))).toEqual({ kind: "type", type: "image/png" });
  });

  it("anything else is named where it can be, and refused", async () => {
    const others: [string, Buffer, string | null][] = [
      ["words", Buffer.from("not an image at all"), null],
      ["nothing", Buffer.alloc(0), null],
      ["a web page", Buffer.from("<!doctype html><script>alert(1)</script>"), null],
      ["a drawing with scripts", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
      ["a PDF", Buffer.from("%PDF-1.7\n"), "application/pdf"],
      ["a photo of an iPhone", box("ftyp", Buffer.from("heic\0\0\0\0mif1heic")), "image/heic"],
      ["a song", box("ftyp", Buffer.from("M4A \0\0\0\0isommp42")), "audio/x-m4a"],
    ];
    for (const [name, bytes, found] of others) {
      const told = await findType(bytes);
      expect(told, name).toMatchObject({ kind: "problem", problem: { kind: "notTaken" } });
      if (found) expect(told, name).toMatchObject({ problem: { found } });
    }
  });
});

describe("what an image measures", () => {
  it.each(images)("%s", async (type, make) => {
    expect(await imageFacts(type, make(317, 203))).toEqual({
      type,
      width: 317,
      height: 203,
      durationMs: null,
    });
  });

  it("is as it is shown: a photo taken sideways is turned", async () => {
    for (const [orientation, width, height] of [
      [1, 30, 20],
      [3, 30, 20],
      [6, 20, 30],
      [8, 20, 30],
    ] as const) {
      expect(await imageFacts("image/jpeg", jpeg(30, 20, "", orientation))).toMatchObject({ width, height });
    }
  });

  it.each(images)("%s that breaks off anywhere is damaged", async (type, make) => {
    const whole = make(30, 20, "long enough to be cut in many places");
    const lastByte = type === "image/gif" ? whole.length - 1 : whole.length;
    for (let length = 12; length < lastByte; length += 1) {
      expect(await imageFacts(type, whole.subarray(0, length)), `cut at ${length}`).toEqual({
        kind: "damaged",
        of: type === "image/gif" ? "GIF" : "IMAGE",
      });
    }
  });

  it("a PNG with a flipped bit is damaged", async () => {
    const bytes = png(30, 20);
    bytes[50] = (bytes[50] ?? 0) ^ 1;
    expect(await imageFacts("image/png", bytes)).toMatchObject({ kind: "damaged" });
  });

  it("a JPEG of nothing but its ends is damaged, and is not walked through to learn so", async () => {
    const measure = vi.spyOn(JPG, "calculate");
    const bytes = Buffer.concat([Buffer.from("ffd8ffd9", "hex"), Buffer.alloc(5_000_000)]);
    expect(await imageFacts("image/jpeg", bytes)).toMatchObject({ kind: "damaged" });
    expect(measure).not.toHaveBeenCalled();
    const long = Buffer.concat([jpeg(3, 2), Buffer.alloc(5_000_000)]);
    expect(await imageFacts("image/jpeg", long)).toMatchObject({ width: 3, height: 2 });
    expect(measure.mock.calls[0]?.[0].length).toBeLessThan(2_000_000);
    measure.mockRestore();
  });

  it("what follows an image's end is nobody's business: phones put a film there", async () => {
    for (const [type, make] of images) {
      const bytes = Buffer.concat([make(3, 2), film()]);
      expect(await imageFacts(type, bytes)).toMatchObject({ width: 3, height: 2 });
    }
  });

  it("no bytes of any kind make it fail", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...images),
        fc.array(fc.record({ at: fc.nat(), value: fc.nat(255) }), { maxLength: 20 }),
        async ([type, make], changes) => {
          const bytes = make(30, 20, "some seed");
          for (const { at, value } of changes) bytes[at % bytes.length] = value;
          expect(await imageFacts(type, bytes)).toBeTypeOf("object");
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("how long a video is and what it measures", () => {
  const cases: [string, Film][] = [
    ["with its index in front", {}],
    ["with its index at the end", { isIndexLast: true, bytes: 500_000 }],
    ["in 64-bit boxes", { isLong: true }],
    ["in fragments that are told", { fragments: "told" }],
    ["in fragments that are told, in 64-bit boxes", { fragments: "told", isLong: true }],
  ];
  it.each(cases)("%s", async (_, options) => {
    expect(await videoFacts(film({ ...options, durationMs: 12_345, width: 1280, height: 720 }))).toEqual({
      type: "video/mp4",
      width: 1280,
      height: 720,
      durationMs: 12_345,
    });
  });

  it("a film taken upright is shown upright", async () => {
    const upright = film({ width: 1920, height: 1080, isTurned: true });
    expect(await videoFacts(upright)).toMatchObject({ width: 1080, height: 1920 });
  });

  it("a film that does not say how long it is, or shows nothing, is refused as such", async () => {
    expect(await videoFacts(film({ fragments: "untold" }))).toEqual({ kind: "noLength" });
    expect(await videoFacts(film({ hasPicture: false }))).toEqual({ kind: "noPicture" });
  });

  it("a film that breaks off anywhere is damaged", async () => {
    for (const isIndexLast of [false, true]) {
      const whole = film({ isIndexLast, bytes: 100 });
      for (let length = 40; length < whole.length; length += 1) {
        const told = await videoFacts(whole.subarray(0, length));
        expect(told, `cut at ${length} of ${whole.length}`).toEqual({ kind: "damaged", of: "VIDEO" });
      }
    }
  });

  it("a file made to exhaust its reader is given up early", async () => {
    const boxes = Buffer.concat(Array.from({ length: 200_000 }, () => box("free")));
    expect(await videoFacts(Buffer.concat([film(), boxes]))).toMatchObject({ kind: "damaged" });
    const huge = Buffer.concat([box("ftyp", Buffer.from("isom")), Buffer.from("7fffffff6d6f6f76", "hex")]);
    expect(await videoFacts(huge)).toMatchObject({ kind: "damaged" });
    const track = box("trak", box("free"), box("free"));
    const index = box("moov", ...Array.from({ length: 9000 }, () => track));
    const nested = Buffer.concat([box("ftyp", Buffer.from("isom")), box("mdat"), index]);
    expect(await videoFacts(nested), "many short lists").toMatchObject({ kind: "damaged" });
  });

  it("no bytes of any kind make it fail", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.record({ at: fc.nat(), value: fc.nat(255) }), { maxLength: 20 }),
        async (isLong, changes) => {
          const bytes = film({ isLong, bytes: 50 });
          for (const { at, value } of changes) bytes[at % bytes.length] = value;
          expect(await videoFacts(bytes)).toBeTypeOf("object");
        },
      ),
      { numRuns: 500 },
    );
  });
});
