import { describe, expect, it } from "vitest";
import { sourceFolders } from "./cruise-imports";
import { longestLines, median, medianBelowLines, mediansByFolder, tooLong } from "./file-lengths";
import { lineCount, readSourceFiles } from "./source-files";

describe("files stay short enough to have one subject", () => {
  const files = readSourceFiles();
  const medians = mediansByFolder(files);

  it("no source file is longer than 300 lines", () => {
    expect(tooLong(files).join("\n")).toBe("");
  });

  it("every folder was looked at", () => {
    expect([...medians.keys()].sort()).toEqual([...sourceFolders].sort());
  });

  const report = [...medians].map(([folder, lines]) => `${folder} ${lines}`).join(", ");
  it(`half of a folder's files are shorter than 80 lines; the medians are: ${report}`, () => {
    // A test file is a list of cases: its length says little of how many subjects it has.
    const product = [...medians].filter(([folder]) => folder !== "tests");
    expect(product.filter(([, lines]) => lines >= medianBelowLines)).toEqual([]);
  });
});

describe("the measure of lengths", () => {
  const file = (path: string, lines: number) => ({ path, lines });

  it("names a file of 301 lines and lets one of 300 pass", () => {
    const found = tooLong([file("src/a.ts", longestLines), file("src/b.ts", longestLines + 1)]);
    expect(found).toEqual(["src/b.ts has 301 lines: split it by subject, 300 at the most"]);
  });

  it("counts lines as an editor does", () => {
    expect([lineCount("a"), lineCount("a\n"), lineCount("a\nb"), lineCount("a\n\n")]).toEqual([1, 1, 2, 2]);
  });

  it("takes the middle one, or the middle between two, for each folder by itself", () => {
    expect([median([5, 1, 3]), median([4, 1, 2, 3])]).toEqual([3, 2.5]);
    const medians = mediansByFolder([file("src/a.ts", 10), file("src/x/b.ts", 20), file("tests/c.ts", 90)]);
    expect([...medians]).toEqual([
      ["src", 15],
      ["tests", 90],
    ]);
  });
});
