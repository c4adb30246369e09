import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { webPart } from "../../sandbox/stack/roost-parts";
import { makeSecrets } from "../../sandbox/stack/secrets";
import { readSettings } from "../../sandbox/stack/settings";

it("--production without a built app says how to build one, and what a build needs", () => {
  const root = mkdtempSync(join(tmpdir(), "roost-unbuilt-"));
  try {
    const settings = readSettings(root, {}, ["--production"]);
    expect(() => webPart(settings, makeSecrets())).toThrow(/npm run build.*copy \.env\.example to \.env/);
  } finally {
    rmSync(root, { recursive: true });
  }
});
