// Makes sure that there is a browser: a browser test that is skipped proves nothing.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { findChromium } from "../chromium";

/** A slow line may take minutes for the 150 MB; more than this is a line that is down. */
const installTimeoutMs = 300_000;

/** @throws Error that says what to do, when there is none and none could be installed. */
export function ensureBrowser(): string {
  const found = findChromium();
  if (found) return found;
  console.log("no browser was found: installing one");
  if (isDebianRoot()) {
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
  }
  if (!findChromium()) run(process.execPath, ["node_modules/playwright-core/cli.js", "install", "chromium"]);
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    "The browser tests need a browser, none was found, and none could be installed (see above). Install Chromium or Chrome, or set CHROMIUM_PATH to the path of one, and run this again.",
  );
}

function isDebianRoot(): boolean {
  const release = "/etc/os-release";
  return (
    process.getuid?.() === 0 && existsSync(release) && /^ID=debian$/m.test(readFileSync(release, "utf8"))
  );
}

function run(command: string, args: string[]): void {
  spawnSync(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "inherit", "inherit"],
    timeout: installTimeoutMs,
  });
}
