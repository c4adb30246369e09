import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, inject, test } from "vitest";
import { templateDatabase } from "../support/postgres-setup";
import { mutants, runMutants } from "./run/mutants";
import { copyDatabase } from "./run/postgres";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("every seeded bug finds the lines that it changes", async () => {
  const lost: string[] = [];
  for (const { name, edits } of mutants) {
    for (const { file, find } of edits) {
      const text = await readFile(`${root}${file}`, "utf8");
      if (text.split(find).length !== 2) lost.push(`"${name}" in ${file}: ${find}`);
    }
  }
  expect(lost).toEqual([]);
});

/** Quick ones, of different checks; `npm run test:sim` tries all. */
const tried = [
  "a held account's tweets are claimed all the same",
  "a duplicate after an unknown outcome is a refusal",
  "a hold's end lets everything go at one instant",
];

test.each(tried)("%s: the check that is about it turns red", async (name) => {
  const adminUrl = inject("postgresUrl");
  const copy = (database: string) => copyDatabase(adminUrl, templateDatabase, database);
  const [caught] = await runMutants({ copy }, 1, name);
  expect(caught?.isCaught, caught?.why).toBe(true);
});
