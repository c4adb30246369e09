import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import {
  cruiseImports,
  cruiseTimeoutMs,
  type Imports,
  sourceFolders,
  violationWords,
} from "./cruise-imports";
import { importRules } from "./import-rules";

const root = fileURLToPath(new URL("../..", import.meta.url));

let imports: Imports;

beforeAll(async () => {
  imports = await cruiseImports(root);
}, cruiseTimeoutMs);

describe("arrows point one way", () => {
  it.each(importRules)("$name", ({ name }) => {
    const broken = imports.violations.filter(({ rule }) => rule.name === name);
    expect(broken.map(violationWords).join("\n")).toBe("");
  });

  it("the rules have seen every folder, and imports between them", () => {
    for (const folder of sourceFolders) {
      const inFolder = imports.modules.filter(({ source }) => source.startsWith(`${folder}/`));
      expect(inFolder.length, folder).toBeGreaterThan(0);
    }
    const arrows = new Set(
      imports.modules.flatMap(({ source, dependencies }) =>
        dependencies.map(({ resolved }) => `${layer(source)} -> ${layer(resolved)}`),
      ),
    );
    for (const arrow of ["src/app -> src/server", "reconciler -> src/server", "src/server -> src/domain"]) {
      expect([...arrows]).toContain(arrow);
    }
  });
});

function layer(path: string): string {
  const [top = "", next = ""] = path.split("/");
  return top === "src" ? `${top}/${next}` : top;
}
