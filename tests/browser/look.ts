// Takes a picture of every page and state at two widths, light and dark, and checks each for accessibility:
// npx tsx tests/browser/look.ts <address of a running studio> <folder> [words that a scene's or view's name holds]
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../support/chromium";
import { answerFor } from "./look-answers";
import { checkPage } from "./look-check";
import { type Scene, scenes } from "./look-scenes";
import { type View, views } from "./look-views";

/** Greys and notices that come after a pause have come. */
const settleMs = 600;

const [address = "http://localhost:3000", folder = "tests/.output/look", ...only] = process.argv.slice(2);

/** What the browser itself says of a call that a scene refuses. */
const refusedCall = "Failed to load resource";

async function signIn(page: Page): Promise<void> {
  await page.goto(address);
  await page.getByRole("button", { name: "Sign in with X" }).click();
  await page.getByRole("button", { name: "Allow" }).waitFor();
  const handle = page.locator("input[name=handle]");
  if (await handle.count()) await handle.fill("mira");
  await page.getByRole("button", { name: "Allow" }).click();
  await page.waitForURL("**/studio/scheduled");
}

async function look(browser: Browser, view: View, chosen: Scene[]): Promise<string[]> {
  const context = await browser.newContext(view.options);
  const problems: string[] = [];
  const shoot = async (page: Page, name: string) => {
    await page.waitForTimeout(settleMs);
    await page.screenshot({ path: join(folder, `${name}-${view.name}.png`), fullPage: name !== "menu" });
    problems.push(...(await checkPage(page)).map((line) => `${name} ${view.name}: ${line}`));
  };
  const first = await context.newPage();
  await first.goto(`${address}/?error=AccessDenied`);
  await shoot(first, "home");
  await signIn(first);
  await first.close();
  for (const scene of chosen) {
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(`${scene.name} ${view.name}: threw ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith(refusedCall))
        problems.push(`${scene.name} ${view.name}: ${message.text()}`);
    });
    await answerFor(page, scene);
    // What one scene has typed is kept in the browser.
    await page.addInitScript(() => localStorage.clear());
    await page.goto(address + scene.path);
    await page.waitForTimeout(settleMs);
    await scene.act?.(page);
    await shoot(page, scene.name);
    await page.close();
  }
  await context.close();
  return problems;
}

await mkdir(folder, { recursive: true });
const isWanted = (name: string) => only.length === 0 || only.some((word) => name.includes(word));
const chosenViews = views.filter(
  ({ name }) => isWanted(name) || !views.some((view) => only.some((word) => view.name.includes(word))),
);
const chosenScenes = scenes.filter(
  ({ name }) => isWanted(name) || !scenes.some((scene) => only.some((word) => scene.name.includes(word))),
);
const browser = await launchChromium();
try {
  const problems: string[] = [];
  for (const view of chosenViews) problems.push(...(await look(browser, view, chosenScenes)));
  for (const line of problems) console.error(line);
  console.log(`${chosenScenes.length} scenes in ${chosenViews.length} windows, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await browser.close();
}
