import { describe, expect, it } from "vitest";
import { draftProblems } from "~/components/composer/draft-problems";
import { type FileDraft, readyFile } from "~/components/composer/file-draft";
import { changeFile, removeFile } from "~/components/composer/part-files";
import { emptyPart, type PartDraft } from "~/components/composer/thread-draft";

const file = (key: string, changes: Partial<FileDraft> = {}): FileDraft => ({
  ...readyFile(
    key,
    { id: key, kind: "IMAGE", url: `/api/media/${key}`, width: 1, height: 1, durationMs: null },
    null,
  ),
  ...changes,
});
const part = (key: string, text: string, files: FileDraft[] = []): PartDraft => ({
  ...emptyPart(key),
  text,
  files,
});
const count = (text: string) => text.length;
const words = (parts: PartDraft[]) => draftProblems(parts, count).map((problem) => problem.words);

describe("what keeps a draft from being scheduled", () => {
  it("is nothing where each part says or shows something", () => {
    expect(draftProblems([part("a", "one"), part("b", " ", [file("1")])], count)).toEqual([]);
  });

  it("is told of the very part, and that one is pointed at", () => {
    const parts = [part("a", "one"), part("b", " "), part("c", "x".repeat(282))];
    expect(draftProblems(parts, count)).toMatchObject([
      { partKey: "b", fileKey: null, words: "Part 2 of 3 is empty. Write something first." },
      { partKey: "c", fileKey: null, words: expect.stringContaining("Part 3 of 3 is 2 over") },
    ]);
    expect(words([part("a", "")])).toEqual(["The tweet is empty. Write something first."]);
  });

  it("is told of the very file: by its name, or by what and where it is", () => {
    const failed = file("1", { name: "cat.png", upload: { kind: "failed", message: "No." } });
    const uploading = file("2", { name: "dog.png", upload: { kind: "uploading", percent: 40 } });
    const long = file("3", { altText: "x".repeat(1001) });
    expect(words([part("a", "one"), part("b", "two", [failed, uploading, long])])).toEqual([
      expect.stringContaining("“cat.png” in part 2 could not be taken"),
      expect.stringContaining("“dog.png” in part 2 is still on its way"),
      expect.stringContaining("The description of image 3 in part 2 is 1 over the 1000 characters"),
    ]);
  });

  it("is over with its reason: the file has arrived, or was taken out", () => {
    const parts = [part("a", "one", [file("1", { upload: { kind: "uploading", percent: 40 } })])];
    const [told] = draftProblems(parts, count);
    const failed = changeFile(parts, "1", { upload: { kind: "failed", message: "No." } });
    for (const later of [removeFile(parts, "1"), failed]) {
      expect(draftProblems(later, count).some(({ id }) => id === told?.id)).toBe(false);
    }
  });

  it("is never a text that is not counted yet, nor a part that is out on X", () => {
    expect(draftProblems([part("a", "x".repeat(300))], null)).toEqual([]);
    expect(draftProblems([{ ...part("a", ""), fixed: { state: "out", postUrl: null } }], count)).toEqual([]);
  });
});
