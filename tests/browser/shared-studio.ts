import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, inject } from "vitest";
import { launchChromium } from "../support/chromium";
import { createSlot } from "../support/slot";
import { type RunningStack, type Stack, startStack } from "../support/stack";
import { type Profiles, type Studio, signIn } from "./studio-page";

export type Mira = Studio & { handle: string };

type Opened<S> = { stack: S; browser: Profiles; mira: Mira };

/**
 * For all tests of the file: the stack that all files share, a browser, and a Mira of its own who is signed in there.
 * A fault that a test puts in X's way is to name her, or words of its own: others are at work on the same stack.
 */
export function sharedStudio(): Opened<RunningStack> {
  const { endpoints, dataDir } = inject("stack");
  return openStudio({ endpoints: () => endpoints, dataDir });
}

/** The same on a stack of the file's own, which it may stop and kill. */
export function ownStudio(): Opened<Stack> {
  const { slot: stack, fill } = createSlot<Stack>();
  let started: Stack | undefined;
  beforeAll(async () => {
    started = await startStack({ production: true });
    fill(started);
  });
  afterAll(() => started?.stop());
  return openStudio(stack);
}

function openStudio<S extends RunningStack>(stack: S): Opened<S> {
  const { slot: browser, fill: fillBrowser } = createSlot<Profiles>();
  const { slot: mira, fill: fillMira } = createSlot<Mira>();
  let chromium: Browser | undefined;
  beforeAll(async () => {
    const launched = await launchChromium();
    chromium = launched;
    fillBrowser({ newContext: (options) => launched.newContext(options) });
    const handle = `mira_${randomUUID().slice(0, 6)}`;
    fillMira({ ...(await signIn(browser, () => stack.endpoints(), handle)), handle });
  });
  afterAll(() => chromium?.close());
  return { stack, browser, mira };
}
