// Media: uploaded to the real server, described, refused, and listed.
import type { Page } from "playwright-core";
import type { QueueView } from "../../src/server/tweets/view";
import { gif, png } from "../support/media-files";
import { calmQueue } from "./look-queue";
import type { Scene } from "./look-scenes";
import { threadTexts } from "./look-threads";
import { compose, row, scheduled } from "./look-ways";

const pictures = [
  { name: "desk.png", mimeType: "image/png", buffer: png(64, 48, "desk") },
  { name: "window.png", mimeType: "image/png", buffer: png(48, 64, "window") },
];
const notes = { name: "notes.png", mimeType: "image/png", buffer: Buffer.from("No picture at all.") };

async function attach(page: Page, chosen: typeof pictures): Promise<void> {
  await page.locator('input[type="file"]').first().setInputFiles(chosen);
}

/** A tweet of one part that shows two uploads of the scene, one of them described. */
function shownQueue(now: Date): QueueView {
  const calm = calmQueue(now);
  const [first, ...rest] = calm.upcoming;
  if (!first) return calm;
  const picture = { kind: "IMAGE", url: "/icon.svg", width: 64, height: 48, durationMs: null } as const;
  const media = [
    { ...picture, id: "m1", altText: "A desk by a window, with a cup on it" },
    { ...picture, id: "m2", altText: null },
  ];
  const parts = first.parts.map((part) => ({ ...part, text: first.text, media }));
  return { ...calm, upcoming: [{ ...first, state: "queued", parts }, ...rest] };
}

export const mediaScenes: Scene[] = [
  {
    name: "media-composer",
    path: scheduled,
    queue: calmQueue,
    act: async (page) => {
      await compose(page);
      await page.getByRole("textbox", { name: "Text" }).fill(threadTexts[0] ?? "");
      await attach(page, pictures);
      await page.getByRole("textbox", { name: "Description of image 1" }).fill("A desk by a window");
      await page.getByRole("textbox", { name: "Description of image 2" }).waitFor();
    },
  },
  {
    name: "media-refused",
    path: scheduled,
    queue: calmQueue,
    act: async (page) => {
      await compose(page);
      await attach(page, [{ name: "cat.gif", mimeType: "image/gif", buffer: gif(32, 32, "cat") }]);
      await page.getByRole("textbox", { name: "Description of GIF" }).waitFor();
      await attach(page, [notes]);
      await page.getByRole("alert").first().waitFor();
      await page.getByRole("button", { name: "Remove GIF" }).click();
      await page.getByRole("button", { name: "Upload image 1 again" }).click();
      await page.getByRole("alert").first().waitFor();
    },
  },
  {
    name: "media-detail",
    path: scheduled,
    queue: shownQueue,
    act: async (page) => {
      await row(page, "q0").getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Show all of it" }).click();
      await page.getByText("No description").waitFor();
    },
  },
];
