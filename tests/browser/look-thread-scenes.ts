// Threads: written, on their way, stopped half way.
import type { Page } from "playwright-core";
import type { Scene } from "./look-scenes";
import { threadQueue, threadTexts } from "./look-threads";
import { compose, openMenu, row, scheduled } from "./look-ways";

export async function composeThread(page: Page, texts: string[]): Promise<void> {
  await compose(page);
  for (const [index, text] of texts.entries()) {
    if (index > 0) await page.getByRole("button", { name: "Add a part" }).click();
    await page.getByRole("textbox", { name: index === 0 ? "Text" : `Part ${index + 1}` }).fill(text);
  }
}

export const threadScenes: Scene[] = [
  { name: "threads", path: scheduled, queue: threadQueue },
  {
    name: "thread-composer",
    path: scheduled,
    queue: threadQueue,
    act: (page) => composeThread(page, threadTexts.slice(0, 3)),
  },
  {
    name: "thread-too-long",
    path: scheduled,
    queue: threadQueue,
    act: (page) => composeThread(page, [threadTexts.join(" ")]),
  },
  {
    name: "thread-edit-started",
    path: scheduled,
    queue: threadQueue,
    act: async (page) => {
      await openMenu(page, "t5");
      await page.getByRole("menuitem", { name: "Edit" }).click();
      await page.getByRole("textbox", { name: "Part 3" }).waitFor();
    },
  },
  {
    name: "thread-roll-back",
    path: scheduled,
    queue: threadQueue,
    act: async (page) => {
      await row(page, "t5").getByRole("button", { name: "Roll back" }).click();
      await row(page, "t5").scrollIntoViewIfNeeded();
    },
  },
];
