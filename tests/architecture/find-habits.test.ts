import { describe, expect, it } from "vitest";
import { findBreaches } from "./find-habits";
import { codeHabits, commentHabits } from "./source-habits";

/** For each habit, code that breaks it and code close by that does not. */
const samples: Record<string, { bad: string[]; good: string[] }> = {
  "no test is skipped, singled out or expected to fail": {
    bad: [
      "it.skip('a', () => {});",
      "test.todo('a');",
      "describe.only('a', () => {});",
      "it.each([1]).skip('a', () => {});",
      "it.skip.each([1])('a', () => {});",
      "describe.skipIf(true)('a', () => {});",
      "it.concurrent.fails('a', () => {});",
      "it('a', (context) => context.skip());",
      "it('a', (ctx) => { ctx.skip(); });",
      "xit('a', () => {});",
      "xdescribe('a', () => {});",
    ],
    good: [
      "it('never skips a part', () => {});",
      "rows.skip(1);",
      "const skip = 1;",
      "it.each([1])('a', () => {});",
    ],
  },
  "nothing is typed any": {
    bad: ["const a: any = 1;", "f(a as any);", "type A = Array<any>;", "function f(...rest: any[]) {}"],
    good: ["const any = 1;", "expect.any(Number);", "// takes any text", "const a: unknown = 1;"],
  },
  "types are written as type": {
    bad: ["interface A { b: string }", "export interface A {}"],
    good: ["type A = { b: string };", "declare module 'x' { interface A { b: string } }"],
  },
  "no class but errors": {
    bad: ["class A {}", "export class A extends B {}", "const A = class {};", "class Error {}"],
    good: ["class AppError extends Error {}", "class A extends lib.HttpError {}", "const className = 'a';"],
  },
  "exports have names": {
    bad: ["export default 1;", "export default function f() {}", "const a = 1; export { a as default };"],
    good: ["export const a = 1;", "export function f() {}"],
  },
  "no file only passes on what others export": {
    bad: ["export * from './a';"],
    good: ["export const a = 1;", "export { a };", "export type { A } from './a';"],
  },
};

/** For each habit of comments, comments that break it. */
const comments: Record<string, string[]> = {
  "nothing is left to do": ["/* TODO later */", "/** FIXME: not so */"],
  "no check is silenced": [
    "/* @ts-ignore */",
    "/** @ts-expect-error it is so */",
    "/* biome-ignore lint: no */",
  ],
};

const look = (path: string, text: string) =>
  findBreaches({ path, text }).map(({ habit, words }) => [habit, words]);

describe("a habit that is broken is found", () => {
  it("every habit has samples", () => {
    expect(Object.keys(samples)).toEqual(codeHabits.map(({ name }) => name));
    expect(Object.keys(comments)).toEqual(commentHabits.map(({ name }) => name));
  });

  it.each(codeHabits)("in code: $name", ({ name, instead }) => {
    const { bad, good } = samples[name] ?? { bad: [], good: [] };
    for (const code of bad) {
      expect(look("src/sample.tsx", `\n${code}\n`)).toContainEqual([name, `src/sample.tsx:2: ${instead}`]);
    }
    for (const code of good) expect(look("src/sample.tsx", code)).toEqual([]);
  });

  it.each(commentHabits)("in comments, wherever they stand: $name", ({ name, instead }) => {
    for (const comment of comments[name] ?? []) {
      const places = [
        `const a = 1;\n${comment}\nconst b = 2;`,
        `const a = 1;\n${comment.replace("/*", "//")}`,
        `call(a,\n${comment} b);`,
        `const a = <p>\n{${comment}}</p>;`,
        `function f() {\n${comment}\n}`,
      ];
      for (const text of places) {
        expect(look("src/sample.tsx", text)).toEqual([[name, `src/sample.tsx:2: ${instead}`]]);
      }
      expect(look("src/sample.ts", `const a = ${JSON.stringify(comment)};`)).toEqual([]);
    }
  });

  it("a tool's own file may have a default export, its neighbour may not", () => {
    expect(look("src/app/studio/page.tsx", "export default 1;")).toEqual([]);
    expect(look("src/app/studio/parts.tsx", "export default 1;")).toHaveLength(1);
  });
});
