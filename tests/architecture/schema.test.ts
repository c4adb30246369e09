import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./source-files";

const migrations = join(root, "prisma", "migrations");

const names = readdirSync(migrations, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

describe("the migrations and the schema say the same", () => {
  it("the schema kept beside the last migration is the schema itself", () => {
    const kept = readFileSync(join(migrations, names.at(-1) ?? "", "schema.prisma"), "utf8");
    expect(kept).toBe(readFileSync(join(root, "prisma", "schema.prisma"), "utf8"));
  });

  it("migrations are numbered from 0001 without a gap, so that they are applied in the order of their writing", () => {
    expect(names.length).toBeGreaterThan(0);
    expect(names.map((name) => name.slice(0, 5))).toEqual(
      names.map((_, at) => `${String(at + 1).padStart(4, "0")}_`),
    );
  });

  it.each(names)("%s has its SQL, and the schema that it ends at", (name) => {
    expect(readdirSync(join(migrations, name)).sort()).toEqual(["migration.sql", "schema.prisma"]);
    expect(readFileSync(join(migrations, name, "migration.sql"), "utf8").trim()).not.toBe("");
  });
});
