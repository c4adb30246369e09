import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database";

const root = fileURLToPath(new URL("../..", import.meta.url));

let folder: string;
let database: TestDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "roost-deploy-"));
  for (const name of ["package.json", "prisma"])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  database = await createTestDatabase({ empty: true });
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

/** `npm run db:deploy` in a checkout whose .env says this. */
async function deploy(env: string | null, given: Record<string, string> = {}) {
  if (env !== null) writeFileSync(join(folder, ".env"), env);
  const child = spawn("npm", ["run", "-s", "db:deploy"], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: "test", HOME: folder, ...given },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, output };
}

describe("npm run db:deploy", () => {
  test.each([
    ["", ""],
    ["in quotes", '"'],
  ])("takes an address with & from .env, where a shell would break it: %s", async (_, quote) => {
    const address = `${database.url}?application_name=a&connect_timeout=9`;
    const { status, output } = await deploy(`DATABASE_URL=${quote}${address}${quote}\n`);
    expect(output).toContain("environment from .env\napplied 0001_");
    expect(status).toBe(0);
  });

  test("takes the address that is set, whatever .env says", async () => {
    const { status, output } = await deploy("DATABASE_URL=postgresql://127.0.0.1:1/nobody\n", {
      DATABASE_URL: database.url,
    });
    expect(output).toMatch(/^applied 0001_/);
    expect(status).toBe(0);
  });

  test("says what it needs where there is no address at all", async () => {
    const { status, output } = await deploy(null);
    expect(output).toContain("DATABASE_URL=postgresql://");
    expect(status).toBe(1);
  });
});
