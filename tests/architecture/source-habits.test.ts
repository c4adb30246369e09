import { describe, expect, it } from "vitest";
import { findBreaches } from "./find-habits";
import { readSourceFiles } from "./source-files";
import { codeHabits, commentHabits } from "./source-habits";

const files = readSourceFiles();
const breaches = files.flatMap(findBreaches);

describe("all source keeps to the house's habits", () => {
  it.each([...codeHabits, ...commentHabits])("$name", ({ name }) => {
    const broken = breaches.filter(({ habit }) => habit === name);
    expect(broken.map(({ words }) => words).join("\n")).toBe("");
  });

  it("the domain asks no clock, no chance, no environment and no network", () => {
    const outside =
      /\b(Date\.now|new Date\(\)|Math\.random|performance|process|fetch|console|crypto|setTimeout)\b/;
    const domain = files.filter(({ path }) => path.startsWith("src/domain/"));
    expect(domain.length).toBeGreaterThan(0);
    expect(domain.filter(({ text }) => outside.test(withoutComments(text))).map(({ path }) => path)).toEqual(
      [],
    );
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}
