import { describe, expect, it } from "vitest";
import { filesToPaste } from "~/components/composer/files-to-paste";

const picture = new File(["x"], "image.png", { type: "image/png" });
const clipboard = (words: string, files: File[]) => ({ files, getData: () => words });

describe("a paste", () => {
  it("that has words is of the words, whatever picture of them is beside", () => {
    expect(filesToPaste(clipboard("Two cells\tof a table", [picture]))).toEqual([]);
    expect(filesToPaste(clipboard("only words", []))).toEqual([]);
  });

  it("without words, or with the names of its files alone, is of the files", () => {
    expect(filesToPaste(clipboard("", [picture]))).toEqual([picture]);
    expect(filesToPaste(clipboard("image.png", [picture]))).toEqual([picture]);
    expect(filesToPaste(clipboard("/home/mira/image.png\n", [picture]))).toEqual([picture]);
  });
});
