// What is written and cannot go yet, or has just lost a part.
import type { Scene } from "./look-scenes";
import { composeThread } from "./look-thread-scenes";
import { threadQueue, threadTexts } from "./look-threads";
import { scheduled } from "./look-ways";

const manyParts = Array.from({ length: 12 }, (_, index) => threadTexts[index % threadTexts.length] ?? "");

export const draftScenes: Scene[] = [
  {
    name: "draft-long",
    path: scheduled,
    queue: threadQueue,
    act: async (page) => {
      await composeThread(page, manyParts);
      await page.getByRole("textbox", { name: "Part 9" }).focus();
    },
  },
  {
    name: "draft-part-removed",
    path: scheduled,
    queue: threadQueue,
    act: async (page) => {
      await composeThread(page, threadTexts.slice(0, 3));
      await page.getByRole("button", { name: "Remove part 2" }).click();
      await page.getByRole("button", { name: "Put it back" }).waitFor();
    },
  },
  {
    name: "draft-refused",
    path: "/studio/compose",
    queue: threadQueue,
    act: async (page) => {
      await page.getByRole("textbox", { name: "Text" }).waitFor();
      await page.getByRole("button", { name: "In 1 hour" }).click();
      await page.getByRole("button", { name: "Schedule", exact: true }).click();
      await page.getByRole("alert").filter({ hasText: "is empty" }).waitFor();
    },
  },
];
