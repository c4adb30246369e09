// Media, and an account on hold, as a person meets them.
import { describe, expect, test } from "vitest";
import { png } from "../support/media-files";
import { waitFor } from "../support/wait-for";
import { sharedStudio } from "./shared-studio";
import { unique } from "./studio-page";
import { breakX, openComposer, postsOf, scheduleIn, writeParts } from "./thread-page";

const { stack, mira } = sharedStudio();

const picture = (name: string) => ({
  name: `${name}.png`,
  mimeType: "image/png",
  buffer: png(8, 6, unique(name)),
});
const noPicture = { name: "notes.png", mimeType: "image/png", buffer: Buffer.from("No picture at all.") };

describe("media", () => {
  test("a thread of three whose first part shows two described images goes out in order, once, with them", async () => {
    const parts = [1, 2, 3].map((part) => `${unique("Pictures")} ${part}`);
    await openComposer(mira.page);
    await writeParts(mira.page, parts);
    const chooser = mira.page.locator('input[type="file"]').first();
    await chooser.setInputFiles([picture("desk"), picture("window")]);
    await mira.page.getByRole("textbox", { name: "Description of image 1" }).fill("A desk");
    await mira.page.getByRole("textbox", { name: "Description of image 2" }).fill("A window");
    await mira.page.getByRole("button", { name: "Move image 2 up" }).click();
    await scheduleIn(mira.page, 6);
    await mira.waitForState(parts[0] ?? "", "posted", 60_000);
    const posts = await postsOf(stack.endpoints(), parts);
    expect(posts.map(({ text }) => text)).toEqual(parts);
    expect(posts.map(({ inReplyTo }) => inReplyTo)).toEqual([null, posts[0]?.id, posts[1]?.id]);
    expect(posts.map(({ media }) => media.map(({ altText }) => altText))).toEqual([
      ["A window", "A desk"],
      [],
      [],
    ]);
  });

  test("a file that is no picture is refused beside its name; without it the tweet goes on", async () => {
    const text = unique("Refused file");
    await openComposer(mira.page);
    await writeParts(mira.page, [text]);
    await mira.page.locator('input[type="file"]').setInputFiles([noPicture]);
    const refusal = mira.page.getByRole("alert").filter({ hasText: "notes.png" });
    await refusal.filter({ hasText: "X takes JPEG, PNG and WebP images" }).waitFor();
    await mira.page.getByRole("button", { name: "In 1 hour" }).click();
    await mira.page.getByRole("button", { name: "Schedule", exact: true }).click();
    await mira.page.getByRole("alert").filter({ hasText: "take it out" }).waitFor();
    await mira.page.getByRole("button", { name: /^Remove/ }).click();
    await mira.page.getByRole("button", { name: "Schedule", exact: true }).click();
    await mira.waitForState(text, "queued");
    await mira.row(text).and(mira.page.locator(":focus")).waitFor();
  });

  test("a picture that is pasted or dropped stands by its part, is kept through a reload, and leaves the focus in place", async () => {
    await openComposer(mira.page);
    const field = mira.page.getByRole("textbox", { name: "Text", exact: true });
    for (const kind of ["paste", "drop"]) {
      await field.evaluate(
        (element, { kind, bytes }) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], `${kind}.png`, { type: "image/png" }));
          const init = { bubbles: true, cancelable: true };
          element.dispatchEvent(
            kind === "paste"
              ? new ClipboardEvent("paste", { ...init, clipboardData: data })
              : new DragEvent("drop", { ...init, dataTransfer: data }),
          );
        },
        { kind, bytes: [...png(8, 6, unique(kind))] },
      );
    }
    const described = mira.page.getByRole("textbox", { name: /^Description of image/ });
    await waitFor(async () => (await described.count()) === 2);
    await mira.page.reload();
    await openComposer(mira.page);
    await waitFor(async () => (await described.count()) === 2);
    const hasFocus = (name: string) =>
      mira.page.getByRole("button", { name, exact: true }).and(mira.page.locator(":focus")).waitFor();
    await mira.page.getByRole("button", { name: "Remove image 1" }).press("Enter");
    await hasFocus("Remove image 1");
    await mira.page.keyboard.press("Enter");
    await hasFocus("Add media");
    await mira.page.keyboard.press("Escape");
  });
});

describe("an account whose sign-in X no longer takes", () => {
  test("is told by the bell and above the queue, and its tweets can be cancelled together, by number", async () => {
    const mend = await breakX(stack.endpoints(), {
      kind: "status",
      match: { handle: mira.handle, path: "/2/tweets" },
      params: { problem: "suspended" },
    });
    const [first, second] = [unique("Held"), unique("Held too")];
    await mira.schedule(second, 24 * 3600);
    await mira.schedule(first, 4);
    const banner = mira.page.locator('[data-banner="reconnect"]');
    await banner.waitFor({ timeout: 60_000 });
    await mira.waitForState(first, "onHold");
    await mira.page
      .getByRole("button", { name: /Notices/ })
      .first()
      .click();
    const notice = mira.page.locator('[data-notice="reconnect"]').first();
    await notice.waitFor();
    expect(await notice.getAttribute("data-unread")).toBe("true");
    await notice.getByRole("button", { name: "Mark as read" }).click();
    await waitFor(async () => (await notice.getAttribute("data-unread")) === "false");
    await mira.page.keyboard.press("Escape");
    await mend();
    await banner.getByRole("button", { name: "Cancel them all" }).click();
    await banner.getByRole("button", { name: /^Cancel \d+ tweets? of @mira_/ }).click();
    await mira.waitForState(first, "cancelled");
    await mira.waitForState(second, "cancelled");
    expect(await postsOf(stack.endpoints(), [first, second])).toEqual([]);
    await mira.act(first, "History");
    const story = mira.page.getByRole("dialog", { name: "History" });
    await story
      .getByText(/cancelled/i)
      .first()
      .waitFor();
    const [file] = await Promise.all([
      mira.page.waitForEvent("download"),
      story.getByRole("link", { name: "Download as JSON" }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^roost-history-.*\.json$/);
    await mira.page.keyboard.press("Escape");
  });
});
