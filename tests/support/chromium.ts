// The browser of the browser tests: found on this machine, driven by playwright-core.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macPaths = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
/** It runs offline and throws its profile away: it is not to call home or to wait for a GPU. */
const flags = [
  ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];
/** A browser that starts while the machine builds something takes its time. */
const launchTimeoutMs = 60_000;

/**
 * The path of a browser: CHROMIUM_PATH, one on the PATH, an installed app, or Playwright's own.
 * @throws Error when CHROMIUM_PATH names no program.
 */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen && !isProgram(chosen)) {
    throw new Error(
      `CHROMIUM_PATH is "${chosen}", which is no program. It should be the path of Chromium or Chrome.`,
    );
  }
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [chosen, ...onPath, ...macPaths, chromium.executablePath()].find((path) => path && isProgram(path));
}

/**
 * Starts it without a window and with an empty profile.
 * @throws Error when there is none: `npm test` installs one.
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Error(
      "No browser was found. Install Chromium or Chrome, or set CHROMIUM_PATH to the path of one.",
    );
  }
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    headless: true,
    // Chromium refuses its own sandbox to root.
    chromiumSandbox: false,
    args: isRoot ? ["--no-sandbox", ...flags] : flags,
    timeout: launchTimeoutMs,
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}
