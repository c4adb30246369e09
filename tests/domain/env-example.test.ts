import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { readEnv } from "~/server/env";
import { type Ports, portVariables, readSettings } from "../../sandbox/stack/settings";
import { goodEnv, refusalOf, required } from "./env-cases";

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

const example = read(".env.example");
const lines = example.split("\n");

type Entry = { name: string; value: string; isCommentedOut: boolean; at: number };

const entries = lines.flatMap((line, at): Entry[] => {
  const found = /^(?<hash>#?)(?<name>[A-Z][A-Z0-9_]*)=(?<value>.*)$/.exec(line)?.groups;
  if (!found) return [];
  return [{ name: found.name ?? "", value: found.value ?? "", isCommentedOut: found.hash === "#", at }];
});

const appNames = [...read("src/server/env.ts").matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name);
const stackNames = [
  ...Object.values(portVariables).map(({ name }) => name),
  ...[...read("sandbox/stack/settings.ts").matchAll(/\benv\.([A-Z][A-Z0-9_]+)/g)].map(([, name]) => name),
];

describe(".env.example", () => {
  it("lists every variable that Roost reads, then every one of the development stack, and no other", () => {
    expect(entries.map(({ name }) => name)).toEqual([...appNames, ...stackNames]);
  });

  it("is compared with what Roost does read", () => {
    expect([...appNames].sort()).toEqual(Object.keys(readEnv(goodEnv)).sort());
  });

  it("has one line of comment above each variable, and nothing else but headings", () => {
    for (const { name, at } of entries) {
      expect(lines[at - 1], name).toMatch(/^# \S/);
      expect(lines[at - 2], name).toBe("");
    }
    expect(lines.filter((line) => !/^(# .*|#?[A-Z][A-Z0-9_]*=\S*)?$/.test(line))).toEqual([]);
  });

  it("leaves empty what has to be set, so that a copy which nobody filled in is refused as if it were not there", () => {
    expect(entries.filter(({ isCommentedOut }) => !isCommentedOut).map(({ name }) => name)).toEqual(required);
    const copied = parseEnv(example);
    expect(copied).toEqual(Object.fromEntries(required.map((name) => [name, ""])));
    expect(refusalOf(copied as Record<string, string>)).toBe(refusalOf({}));
  });

  it("shows the true default of everything else, commented out", () => {
    const stack = readSettings("/", {}, []);
    const ports = Object.entries(portVariables).map(([part, { name }]) => [
      name,
      stack.ports[part as keyof Ports],
    ]);
    const defaults: Record<string, string | number> = {
      ...readEnv(goodEnv),
      ...Object.fromEntries(ports),
      ROOST_DATA_DIR: stack.dataDir.slice(1),
      ROOST_VERBOSE: Number(stack.verbose),
    };
    const shown = entries.filter(({ isCommentedOut }) => isCommentedOut);
    expect(shown.map(({ name, value }) => [name, value])).toEqual(
      shown.map(({ name }) => [name, String(defaults[name])]),
    );
  });
});
