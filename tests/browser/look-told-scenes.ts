// The bell, the story of a tweet, and all of a tweet.

import { calmQueue, troubledQueue } from "./look-queue";
import type { Scene } from "./look-scenes";
import { threadQueue } from "./look-threads";
import { trouble } from "./look-told";
import { openMenu, row, scheduled } from "./look-ways";

export const toldScenes: Scene[] = [
  {
    name: "notices",
    path: scheduled,
    queue: troubledQueue,
    told: trouble,
    act: async (page) => {
      await page.keyboard.press("n");
      await page.getByRole("dialog", { name: "Notices" }).locator("[data-notice]").first().waitFor();
    },
  },
  {
    name: "notices-none",
    path: scheduled,
    queue: calmQueue,
    act: async (page) => {
      await page.getByRole("button", { name: "Notices" }).click();
      await page.getByText("Nothing so far").waitFor();
    },
  },
  {
    name: "cancel-held",
    path: scheduled,
    queue: troubledQueue,
    told: trouble,
    act: async (page) => {
      const banner = page.locator('[data-banner="reconnect"]');
      await banner.getByRole("button", { name: "Cancel them all" }).click();
      await banner.getByRole("button", { name: /^Cancel 4 tweets/ }).waitFor();
    },
  },
  {
    name: "post-now",
    path: scheduled,
    queue: calmQueue,
    act: async (page) => {
      await openMenu(page, "q1");
      await page.getByRole("menuitem", { name: "Post now" }).click();
    },
  },
  {
    name: "history",
    path: scheduled,
    queue: troubledQueue,
    act: async (page) => {
      await openMenu(page, "f1");
      await page.getByRole("menuitem", { name: "Why?" }).click();
      await page.getByText("Why did it not go out?").waitFor();
    },
  },
  {
    name: "detail",
    path: scheduled,
    queue: threadQueue,
    act: async (page) => {
      await row(page, "t5").getByRole("button", { name: "5 parts" }).click();
      await page.getByRole("dialog").locator("[data-part]").first().waitFor();
    },
  },
  {
    name: "detail-in-doubt",
    path: scheduled,
    queue: threadQueue,
    act: async (page) => {
      await row(page, "t4").getByRole("button", { name: "3 parts" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "It is up" }).click();
    },
  },
];
