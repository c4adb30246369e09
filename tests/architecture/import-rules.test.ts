import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cruiseImports, cruiseTimeoutMs, type Imports, violationWords } from "./cruise-imports";
import { allowed, breaches, circle, dependencies, devDependencies, neighbours } from "./import-breaches";
import { importRules } from "./import-rules";

const root = mkdtempSync(join(tmpdir(), "roost-imports-"));

let imports: Imports;

beforeAll(async () => {
  const list = (names: string[]) => Object.fromEntries(names.map((name) => [name, "*"]));
  const thing = "export const thing = 1;\nexport type Thing = typeof thing;\n";
  const manifest = { dependencies: list(dependencies), devDependencies: list(devDependencies) };
  write("package.json", JSON.stringify({ type: "module", ...manifest }));
  for (const name of [...dependencies, ...devDependencies]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, type: "module", main: "index.js" }));
    write(`node_modules/${name}/index.js`, thing);
  }
  for (const path of ["next/server.js", "@upstash/qstash/nextjs.js"]) write(`node_modules/${path}`, thing);
  for (const path of neighbours) write(path, thing);
  for (const { file, imports: code } of [...breaches, ...circle, ...allowed]) write(file, `${thing}${code}`);
  imports = await cruiseImports(root);
}, cruiseTimeoutMs);

afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const brokenBy = (file: string) =>
  imports.violations
    .filter(({ from }) => from === file)
    .map(({ rule }) => rule.name)
    .sort();

describe("a forbidden import is found", () => {
  it.each(breaches)("$file breaks $breaks", ({ file, breaks }) => {
    expect(brokenBy(file)).toEqual([...breaks].sort());
  });

  it("a circle is found, with every file that is in it", () => {
    const circles = imports.violations.filter(({ rule }) => rule.name === "no-cycles");
    const files = new Set(circles.flatMap(({ cycle = [] }) => cycle.map(({ name }) => name)));
    expect([...files].sort()).toEqual(circle.map(({ file }) => file).sort());
  });

  it("each rule is broken by some case: none is there that could not fail", () => {
    const broken = new Set(imports.violations.map(({ rule }) => rule.name));
    expect(importRules.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });

  it("each is said with who imports what, and what to do instead", () => {
    for (const violation of imports.violations) {
      const words = violationWords(violation);
      expect(words).toContain(violation.from);
      expect(words).toContain(`${violation.rule.name}: `);
      expect(importRules.map(({ comment }) => words.endsWith(comment))).toContain(true);
    }
  });
});

describe("an import that is as it should be", () => {
  it.each(allowed)("$file breaks no rule", ({ file }) => {
    expect(imports.modules.map(({ source }) => source)).toContain(file);
    expect(brokenBy(file)).toEqual([]);
  });

  it("no file that is not a case breaks a rule", () => {
    const known = new Set([...breaches, ...circle].map(({ file }) => file));
    expect(imports.violations.filter(({ from }) => !known.has(from)).map(violationWords)).toEqual([]);
  });
});
