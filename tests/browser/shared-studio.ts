import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchChromium } from "../support/chromium";
import { createSlot } from "../support/slot";
import { type Stack, startStack } from "../support/stack";
import { type Profiles, type Studio, signIn } from "./studio-page";

/** The built app on the whole stack, a browser, and Mira who is signed in there, for all tests of the file. */
export function sharedStudio(): { stack: Stack; browser: Profiles; mira: Studio } {
  const { slot: stack, fill: fillStack } = createSlot<Stack>();
  const { slot: browser, fill: fillBrowser } = createSlot<Profiles>();
  const { slot: mira, fill: fillMira } = createSlot<Studio>();
  let started: [Stack, Browser] | undefined;
  beforeAll(async () => {
    started = await Promise.all([startStack({ production: true }), launchChromium()]);
    const [startedStack, chromium] = started;
    fillStack(startedStack);
    fillBrowser({ newContext: (options) => chromium.newContext(options) });
    fillMira(await signIn(browser, startedStack.endpoints, "mira"));
  });
  afterAll(async () => {
    if (!started) return;
    const [startedStack, chromium] = started;
    await chromium.close();
    await startedStack.stop();
  });
  return { stack, browser, mira };
}
