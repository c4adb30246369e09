import { describe, expect, it } from "vitest";
import { checkFile } from "~/components/composer/check-file";
import { type FileDraft, fileName, readyFile } from "~/components/composer/file-draft";
import { besideFile, changeFile, moveFile, putFile, removeFile } from "~/components/composer/part-files";
import { emptyPart, type PartDraft } from "~/components/composer/thread-draft";
import { isAsWritten, writtenParts } from "~/components/composer/written";
import type { MediaView } from "~/server/media/media-view";
import { aTweet } from "../support/studio-fixtures";

const megabyte = 1024 * 1024;
const view = (id: string): MediaView => ({
  id,
  kind: "IMAGE",
  url: `/api/media/${id}`,
  width: 10,
  height: 10,
  durationMs: null,
});
const image = (key: string): FileDraft => readyFile(key, view(key), null);
const parts: PartDraft[] = [
  { ...emptyPart("a"), files: ["1", "2", "3"].map(image) },
  { ...emptyPart("b"), files: [image("4")] },
];
const keys = (of: PartDraft[]) => of.map(({ files }) => files.map(({ key }) => key).join("")).join(" ");

describe("the files of a part", () => {
  it("are put behind the others, moved inside their part, and taken out", () => {
    expect(keys(putFile(parts, "b", image("5")))).toBe("123 45");
    expect(keys(moveFile(parts, "2", -1))).toBe("213 4");
    expect(keys(moveFile(parts, "3", 1))).toBe("123 4");
    expect(keys(moveFile(parts, "1", -1))).toBe("123 4");
    expect(keys(removeFile(parts, "2"))).toBe("13 4");
  });

  it("leave the focus with the next one when one is taken out, or the one before, or with the part", () => {
    expect(besideFile(parts, "2")).toEqual({ partKey: "a", fileKey: "3" });
    expect(besideFile(parts, "3")).toEqual({ partKey: "a", fileKey: "2" });
    expect(besideFile(parts, "4")).toEqual({ partKey: "b", fileKey: null });
    expect(besideFile(parts, "gone")).toBeNull();
  });

  it("hear of their upload wherever they have gone meanwhile, and not at all once they are out", () => {
    const moved = parts.toReversed();
    expect(changeFile(moved, "4", { altText: "A desk" })[0]?.files[0]?.altText).toBe("A desk");
    expect(changeFile(parts, "gone", { altText: "A desk" })).toEqual(parts);
  });

  it("are refused before they are sent where X would not take them, in the server's words", () => {
    const png = (size: number) => ({ type: "image/png", size });
    expect(checkFile(png(5 * megabyte), [])).toBeNull();
    expect(checkFile(png(5 * megabyte + 1), [])).toContain("may have 5 MB at X");
    expect(checkFile(png(0), [])).toContain("empty");
    expect(checkFile(png(1), ["1", "2", "3", "4"].map(image))).toContain("up to 4 images");
    expect(checkFile({ type: "video/mp4", size: 1 }, [image("1")])).toContain("or one video");
  });

  it("of a type that the browser does not know are left to the server, which looks at the bytes", () => {
    expect(checkFile({ type: "", size: 1 }, [])).toBeNull();
    expect(checkFile({ type: "text/plain", size: 1 }, [])).toBeNull();
  });

  it("are named by what they are", () => {
    expect(fileName(image("1"), 2)).toBe("image 2");
    expect(fileName({ ...image("1"), kind: "VIDEO" }, 1)).toBe("video");
  });

  it("are sent by their ids, with a description where there is one", () => {
    const files = [{ ...image("1"), altText: " A desk " }, image("2")];
    const written = writtenParts([{ ...emptyPart("a"), text: "Words", files }]);
    expect(written).toEqual([
      {
        text: "Words",
        media: [
          { mediaId: "1", altText: "A desk" },
          { mediaId: "2", altText: null },
        ],
      },
    ]);
    const media = [
      { ...view("1"), altText: "A desk" },
      { ...view("2"), altText: null },
    ];
    const stands = (of: typeof media) =>
      aTweet({ parts: [{ position: 1, text: "Words", state: "waiting", postUrl: null, media: of }] });
    const input = { parts: written, latenessLimitS: aTweet().latenessLimitS };
    expect(isAsWritten(stands(media), input)).toBe(true);
    expect(isAsWritten(stands(media.toReversed()), input)).toBe(false);
    expect(isAsWritten(stands(media.slice(0, 1)), input)).toBe(false);
  });
});
