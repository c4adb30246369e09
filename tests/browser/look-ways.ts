// How a scene gets to what it shows.
import type { Locator, Page } from "playwright-core";
import { whenAlive } from "./studio-page";

export const scheduled = "/studio/scheduled";

export const row = (page: Page, id: string): Locator => page.locator(`[data-tweet-id="${id}"]`);

export async function openMenu(page: Page, id: string): Promise<void> {
  await row(page, id).getByRole("button", { name: "More" }).click();
  await page.getByRole("menu").waitFor();
}

export async function compose(page: Page): Promise<void> {
  await whenAlive(page);
  await page.keyboard.press("c");
  await page.getByRole("textbox", { name: "Text" }).waitFor();
}
