import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { needsBuild } from "../../sandbox/stack/build-app";
import { webPart } from "../../sandbox/stack/roost-parts";
import { makeSecrets } from "../../sandbox/stack/secrets";
import { readSettings } from "../../sandbox/stack/settings";

it("--production builds the app where there is none, and only there", () => {
  const root = mkdtempSync(join(tmpdir(), "roost-unbuilt-"));
  const settings = (...options: string[]) => readSettings(root, {}, options);
  try {
    expect(needsBuild(settings("--production"))).toBe(true);
    expect(needsBuild(settings())).toBe(false);
    expect(needsBuild(settings("--production", "--without-web"))).toBe(false);
    expect(() => webPart(settings("--production"), makeSecrets())).toThrow(/-- --production builds it/);
    mkdirSync(join(root, ".next"));
    writeFileSync(join(root, ".next", "BUILD_ID"), "1");
    expect(needsBuild(settings("--production"))).toBe(false);
  } finally {
    rmSync(root, { recursive: true });
  }
});
