// What is written and not scheduled yet, in a real browser, on the built app and the whole stack: it is never lost,
// never another's, and becomes one tweet.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { waitFor } from "../support/wait-for";
import { sharedStudio } from "./shared-studio";
import { unique } from "./studio-page";
import { openComposer, writeParts } from "./thread-page";

const { stack, mira } = sharedStudio();

const scheduleCall = "**/api/trpc/tweet.schedule**";
const editCall = "**/api/trpc/tweet.edit**";
/** One pixel. */
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const words = (page: Page) => page.getByRole("textbox", { name: "Text", exact: true });
const composer = (page: Page) => page.getByRole("dialog", { name: "New tweet" });

async function write(page: Page, text: string): Promise<void> {
  await openComposer(page);
  await words(page).fill(text);
}

async function submit(page: Page): Promise<void> {
  await page.getByRole("button", { name: "In 1 hour" }).click();
  await page.getByRole("button", { name: "Schedule", exact: true }).click();
}

/** Schedules what is written; the server does it, and its answer is lost. */
async function submitUnheard(page: Page): Promise<void> {
  await page.route(scheduleCall, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await submit(page);
  await page.getByRole("alert").filter({ hasText: "did not answer" }).waitFor();
  await page.unroute(scheduleCall);
}

/** Holds the answers of these calls back until it is called. */
async function holdAnswers(page: Page, calls = scheduleCall): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(calls, async (route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
  return letGo;
}

/** Empties the open composer, so that nothing is kept for the next test. */
async function leaveNothing(page: Page): Promise<void> {
  await words(page).fill("");
  await page.keyboard.press("Escape");
  await composer(page).waitFor({ state: "detached" });
}

test("a schedule whose answer was lost is one tweet, and the composer does not offer its words again", async () => {
  const { page, row } = mira;
  const text = unique("Lost answer");
  await write(page, text);
  await submitUnheard(page);
  await page.reload();
  await row(text).first().waitFor();
  await openComposer(page);
  expect(await words(page).inputValue()).toBe("");
  await page.keyboard.press("Escape");
  expect(await row(text).count()).toBe(1);
});

test("what was changed after a lost answer is scheduled as that same tweet, though the page was closed", async () => {
  const { page, row } = mira;
  const text = unique("Changed after");
  await write(page, text);
  await submitUnheard(page);
  await words(page).fill(`${text} at last`);
  await page.reload();
  await row(text).first().waitFor();
  const id = await mira.idOf(text);
  await openComposer(page);
  expect(await words(page).inputValue()).toBe(`${text} at last`);
  await submit(page);
  await row(`${text} at last`).first().waitFor();
  expect(await mira.idOf(`${text} at last`)).toBe(id);
  expect(await row(text).count()).toBe(1);
});

test("each tab writes its own draft: scheduling one leaves the other's words", async () => {
  const [first, second] = [unique("First tab"), unique("Second tab")];
  const { page } = mira;
  await write(page, first);
  const otherTab = await mira.context.newPage();
  await otherTab.goto(`${stack.endpoints().web}/studio/scheduled`);
  await openComposer(otherTab);
  expect(await words(otherTab).inputValue()).toBe("");
  await words(otherTab).fill(second);
  await submit(otherTab);
  await composer(otherTab).waitFor({ state: "detached" });
  await otherTab.close();
  await page.reload();
  await openComposer(page);
  expect(await words(page).inputValue()).toBe(first);
  await leaveNothing(page);
});

test("an answer that comes after its composer was closed takes away neither the next one nor its words", async () => {
  const { page, row } = mira;
  const [sent, next] = [unique("Sent slowly"), unique("Written meanwhile")];
  const letGo = await holdAnswers(page);
  await write(page, sent);
  await submit(page);
  await page.keyboard.press("Escape");
  await composer(page).waitFor({ state: "detached" });
  await openComposer(page);
  expect(await words(page).inputValue()).toBe("");
  await words(page).fill(next);
  letGo();
  await page.locator("[data-sonner-toast]", { hasText: "Scheduled for" }).first().waitFor();
  expect(await words(page).inputValue()).toBe(next);
  await page.unroute(scheduleCall);
  await page.reload();
  await openComposer(page);
  expect(await words(page).inputValue()).toBe(next);
  await leaveNothing(page);
  expect(await row(sent).count()).toBe(1);
});

test("a save that is answered after its dialog was closed leaves the next edit open, with its words", async () => {
  const { page, schedule, act } = mira;
  const [saved, next] = [unique("Saved slowly"), unique("Edited meanwhile")];
  for (const text of [saved, next]) await schedule(text, 24 * 3600);
  const letGo = await holdAnswers(page, editCall);
  await act(saved, "Edit");
  await words(page).fill(`${saved} anew`);
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.keyboard.press("Escape");
  await act(next, "Edit");
  await words(page).fill(`${next} anew`);
  letGo();
  await page
    .locator("[data-sonner-toast]", { hasText: /^Saved/ })
    .first()
    .waitFor();
  expect(await words(page).inputValue()).toBe(`${next} anew`);
  await page.unroute(editCall);
  await page.getByRole("button", { name: "Save changes" }).click();
  await mira.row(`${next} anew`).first().waitFor();
});

test("while it is sent the composer takes no words that it would lose", async () => {
  const { page, row } = mira;
  const text = unique("Read only");
  const letGo = await holdAnswers(page);
  await write(page, text);
  await submit(page);
  await waitFor(() => words(page).isDisabled());
  await page.keyboard.type(" and more");
  expect(await words(page).inputValue()).toBe(text);
  letGo();
  await composer(page).waitFor({ state: "detached" });
  await row(text).first().waitFor();
  await page.unroute(scheduleCall);
});

test("a paste that holds words and a picture of them pastes the words", async () => {
  const { page } = mira;
  await mira.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await write(page, "");
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const item = new ClipboardItem({
      "text/plain": new Blob(["From a table"], { type: "text/plain" }),
      "image/png": new Blob([bytes], { type: "image/png" }),
    });
    await navigator.clipboard.write([item]);
  }, png);
  await words(page).press("ControlOrMeta+V");
  await waitFor(async () => (await words(page).inputValue()) === "From a table");
  expect(await page.locator("[data-upload]").count()).toBe(0);
  await leaveNothing(page);
});

test("a part that was removed comes back where it stood, by its button and by Control and Z", async () => {
  const { page } = mira;
  const parts = ["one", "two", "three"];
  await openComposer(page);
  await writeParts(page, parts);
  const fields = composer(page).getByRole("textbox", { name: /^Part/ });
  const standing = () =>
    fields.evaluateAll((all) => all.map((field) => (field as HTMLTextAreaElement).value));
  const stand = (expected: string[]) => waitFor(async () => String(await standing()) === String(expected));
  await page.getByRole("button", { name: "Remove part 2" }).click();
  await stand(["one", "three"]);
  await page.keyboard.press("ControlOrMeta+Z");
  await stand(parts);
  await page.getByRole("button", { name: "Remove part 2" }).click();
  await stand(["one", "three"]);
  await page.keyboard.type(" more");
  await page.getByRole("button", { name: "Put it back" }).click();
  await stand(["one more", "two", "three"]);
  for (const part of [3, 2]) await page.getByRole("button", { name: `Remove part ${part}` }).click();
  await leaveNothing(page);
});

test("what was written on the composer's own page has the focus in the queue once it is scheduled", async () => {
  const { page, row } = mira;
  const text = unique("On its own page");
  await page.goto(`${stack.endpoints().web}/studio/compose`);
  await words(page).fill(text);
  await submit(page);
  await row(text).and(page.locator(":focus")).waitFor();
});
