import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkAltText,
  checkBytes,
  checkLength,
  checkTogether,
  isMediaType,
  largestBytes,
  type MediaKind,
  mediaTypes,
} from "~/domain/media";
import { policy } from "~/domain/policy";

const kinds: MediaKind[] = ["IMAGE", "GIF", "VIDEO"];
const mb = 1024 * 1024;

describe("X's limits, as X documents them", () => {
  it("an image has 5 MB, a GIF 15 MB, a video 512 MB, and not a byte more", () => {
    for (const [kind, max] of [
      ["IMAGE", 5 * mb],
      ["GIF", 15 * mb],
      ["VIDEO", 512 * mb],
    ] as const) {
      expect(checkBytes(kind, max, policy)).toBeNull();
      expect(checkBytes(kind, max + 1, policy)).toEqual({ kind: "tooBig", of: kind, maxBytes: max });
    }
    expect(largestBytes(policy)).toBe(512 * mb);
  });

  it("a file without a byte is empty, whatever it is said to be", () => {
    for (const kind of kinds) expect(checkBytes(kind, 0, policy)).toEqual({ kind: "empty" });
  });

  it("a video lasts from half a second to 140 seconds, to the millisecond", () => {
    expect(checkLength(500, policy)).toBeNull();
    expect(checkLength(140_000, policy)).toBeNull();
    expect(checkLength(499, policy)).toMatchObject({ kind: "tooShort" });
    expect(checkLength(140_001, policy)).toMatchObject({ kind: "tooLong" });
  });

  it("a description has 1,000 characters", () => {
    expect(checkAltText("a".repeat(1000), policy)).toBeNull();
    expect(checkAltText("a".repeat(1003), policy)).toMatchObject({ kind: "altTextTooLong", overBy: 3 });
  });

  it("only what X shows in a post is taken", () => {
    expect(Object.keys(mediaTypes)).toEqual([
      "image/jpeg",
      "image/png",
      "image/webp",
      "image/gif",
      "video/mp4",
      "video/quicktime",
    ]);
    for (const other of ["image/svg+xml", "text/html", "image/heic", "video/webm", "toString", ""]) {
      expect(isMediaType(other)).toBe(false);
    }
  });
});

describe("what one post may show", () => {
  it("up to four images, or one GIF, or one video, and never a mixture", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...kinds), { maxLength: 6 }), (chosen) => {
        const onlyImages = chosen.every((kind) => kind === "IMAGE") && chosen.length <= 4;
        const isTaken = onlyImages || chosen.length === 1;
        expect(checkTogether(chosen, policy) === null).toBe(isTaken);
      }),
    );
  });
});
