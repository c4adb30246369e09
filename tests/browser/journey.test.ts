// The main job in a real browser, on the built app and the whole stack.
import { describe, expect, test } from "vitest";
import { waitFor } from "../support/wait-for";
import { sharedStudio } from "./shared-studio";
import {
  allowAs,
  arrive,
  pendingMessages,
  readLedger,
  signIn,
  startSignIn,
  unique,
  whenAlive,
} from "./studio-page";

const { stack, browser, mira } = sharedStudio();

const daySeconds = 24 * 3600;

test("a tweet scheduled for a few seconds ahead turns to Posted by itself, at its second, once", async () => {
  const text = unique("On time");
  const at = await mira.schedule(text, 6);
  await mira.waitForState(text, "posted", 20_000);
  const entries = await readLedger(stack.endpoints(), text);
  expect(entries).toHaveLength(1);
  const lateMs = Date.parse(entries[0]?.createdAt ?? "") - at.getTime();
  expect(lateMs).toBeGreaterThanOrEqual(0);
  expect(lateMs).toBeLessThan(1000);
});

describe("a tweet whose message was deleted on the QStash page", () => {
  test("stands under Unscheduled after a reload, with reason and time, and one click schedules it again", async () => {
    const text = unique("Reload");
    await mira.schedule(text, daySeconds);
    await mira.waitForState(text, "queued");
    const id = await mira.idOf(text);
    const time = await mira.row(text).locator("time").getAttribute("datetime");
    await mira.deleteMessage(id);
    await mira.page.reload();
    await mira.waitForState(text, "unscheduled");
    const orphan = mira.row(text);
    expect(await orphan.textContent()).toContain("removed in QStash");
    expect(await orphan.locator("time").getAttribute("datetime")).toBe(time);
    await orphan.getByRole("button", { name: "Schedule again" }).click();
    await mira.waitForState(text, "queued");
    expect(await mira.row(text).locator("time").getAttribute("datetime")).toBe(time);
    expect(await pendingMessages(stack.endpoints(), id)).toHaveLength(1);
  });

  test("is found by the Sync button, whose toast names it", async () => {
    const text = unique("Sync");
    await mira.schedule(text, daySeconds);
    await mira.waitForState(text, "queued");
    await mira.deleteMessage(await mira.idOf(text));
    await mira.page.getByRole("button", { name: /Sync with QStash/ }).click();
    await mira.page.locator("[data-sonner-toast]", { hasText: text }).first().waitFor();
    await mira.waitForState(text, "unscheduled");
    expect(await mira.truth()).toBe("orphans");
    await mira.row(text).getByRole("button", { name: "Schedule again" }).click();
    await mira.waitForState(text, "queued");
    await waitFor(async () => (await mira.truth()) === "verified");
  });
});

describe("off the schedule", () => {
  test("unschedule, cancel and delete take the message off QStash, and nothing of them is posted past their time", async () => {
    const texts = { unschedule: unique("Unschedule"), cancel: unique("Cancel"), delete: unique("Delete") };
    let last = new Date(0);
    for (const text of Object.values(texts)) last = await mira.schedule(text, 25);
    const ids = await Promise.all(Object.values(texts).map(mira.idOf));
    await mira.act(texts.unschedule, "Unschedule");
    await mira.waitForState(texts.unschedule, "draft");
    await mira.act(texts.cancel, "Cancel tweet", "Cancel this tweet");
    await mira.waitForState(texts.cancel, "cancelled");
    await mira.act(texts.delete, "Delete", "Delete this tweet");
    await waitFor(async () => (await mira.row(texts.delete).count()) === 0);
    for (const id of ids) {
      await waitFor(async () => (await pendingMessages(stack.endpoints(), id)).length === 0);
    }
    const control = unique("Control");
    await mira.schedule(control, Math.max(3, (last.getTime() - Date.now()) / 1000 + 2));
    await mira.waitForState(control, "posted", 60_000);
    for (const text of Object.values(texts)) expect(await readLedger(stack.endpoints(), text)).toEqual([]);
  });

  test("reschedule leaves only the new message", async () => {
    const text = unique("Reschedule");
    await mira.schedule(text, daySeconds);
    const id = await mira.idOf(text);
    await mira.act(text, "Reschedule");
    const dialog = mira.page.getByRole("dialog");
    const field = dialog.getByLabel("When", { exact: true });
    const before = await field.inputValue();
    await field.fill(before.replace(/T\d\d/, "T23"));
    await dialog.getByRole("button", { name: /Reschedule|Move/ }).click();
    await waitFor(async () => (await dialog.count()) === 0);
    await waitFor(async () => (await pendingMessages(stack.endpoints(), id)).length === 1);
    const [message] = await pendingMessages(stack.endpoints(), id);
    expect(JSON.parse(message?.body ?? "{}")).toEqual({ tweetId: id, revision: 2 });
  });
});

describe("an edit that is closed before it is saved", () => {
  const dialog = () => mira.page.getByRole("dialog", { name: "Edit tweet" });
  const words = () => dialog().getByRole("textbox", { name: "Text" });

  /** Changes the words of a tweet that is due tomorrow, and presses Escape. */
  async function leaveEdit(what: string) {
    const [text, other] = [unique(what), unique("Other words")];
    await mira.schedule(text, daySeconds);
    await mira.act(text, "Edit");
    await words().fill(other);
    await mira.page.keyboard.press("Escape");
    await mira.page.locator("[data-sonner-toast]", { hasText: "Not saved" }).first().waitFor();
    await dialog().waitFor({ state: "detached" });
    return { text, other };
  }

  test("is there again when the tweet is edited, after a reload too, and saving it ends that", async () => {
    const { text, other } = await leaveEdit("Left");
    await mira.page.reload();
    await mira.act(text, "Edit");
    await dialog().getByText("Your changes from before are back").waitFor();
    expect(await words().inputValue()).toBe(other);
    await dialog().getByRole("button", { name: "Save changes" }).click();
    await mira.row(other).first().waitFor();
    await mira.act(other, "Edit");
    expect(await words().inputValue()).toBe(other);
    expect(await dialog().getByText("Your changes from before are back").count()).toBe(0);
    await mira.page.keyboard.press("Escape");
  });

  test("is not said to be left once the tweet is edited again", async () => {
    const { clock } = mira.page;
    await clock.install();
    const { text } = await leaveEdit("Taken up");
    // From here a notice ends by what takes it back, and not by its time.
    await clock.pauseAt(Date.now() + 1000);
    await mira.act(text, "Edit");
    await dialog().waitFor();
    await clock.runFor(1000);
    await mira.page.locator("[data-sonner-toast]", { hasText: "Not saved" }).waitFor({ state: "detached" });
    await clock.resume();
    await mira.page.keyboard.press("Escape");
    await mira.page.reload();
  });

  test("can be discarded: the tweet stands in the field as it is", async () => {
    const { text } = await leaveEdit("Discarded");
    await mira.act(text, "Edit");
    await dialog().getByRole("button", { name: "Discard them" }).click();
    expect(await words().inputValue()).toBe(text);
    await mira.page.keyboard.press("Escape");
    await mira.act(text, "Edit");
    expect(await words().inputValue()).toBe(text);
    expect(await dialog().getByText("Your changes from before are back").count()).toBe(0);
    await mira.page.keyboard.press("Escape");
  });

  test("of a tweet that was changed elsewhere meanwhile is shown beside the newer one, until one is chosen", async () => {
    const { text, other } = await leaveEdit("Overtaken");
    const otherTab = await mira.context.newPage();
    await otherTab.goto(`${stack.endpoints().web}/studio/scheduled`);
    await whenAlive(otherTab);
    const rowThere = otherTab.locator("[data-tweet-id]", { hasText: text }).first();
    await rowThere.getByRole("button", { name: "More" }).click();
    await otherTab.getByRole("menuitem", { name: "Unschedule" }).click();
    await otherTab.close();
    await mira.waitForState(text, "draft", 30_000);
    for (let opened = 0; opened < 2; opened += 1) {
      await mira.act(text, "Edit");
      await dialog().getByText("This tweet was changed elsewhere meanwhile").waitFor();
      expect(await words().inputValue()).toBe(other);
      await mira.page.keyboard.press("Escape");
    }
    await mira.act(text, "Edit");
    await dialog().getByRole("button", { name: "Overwrite with mine" }).click();
    await mira.row(other).first().waitFor();
  });
});

test("a second account is added to the first one's Roost: it posts from there, and does not open it", async () => {
  const grace = await signIn(browser, stack.endpoints, "grace");
  await grace.page
    .getByRole("button", { name: /Grace|grace|Accounts/ })
    .first()
    .click();
  await grace.page.getByRole("button", { name: /Connect another account/ }).click();
  await grace.page.waitForURL(/\/i\/oauth2\/authorize/);
  await allowAs(grace.page, "grace_brand");
  await arrive(grace.page);
  await grace.page.keyboard.press("c");
  const accounts = grace.page.getByLabel("Account", { exact: true }).locator("option");
  await waitFor(async () => (await accounts.count()) === 2);
  expect(await accounts.allTextContents()).toEqual([
    expect.stringContaining("@grace"),
    expect.stringContaining("@grace_brand"),
  ]);
  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  await startSignIn(page, stack.endpoints().web);
  await allowAs(page, "grace_brand");
  await page.getByRole("alert").filter({ hasText: "Sign in with the account that added it" }).waitFor();
  await Promise.all([stranger.close(), grace.context.close()]);
});

test("a connection that was begun and left takes no later sign-in: the other person's account stays their own", async () => {
  const context = await browser.newContext();
  const [startPage, other] = [await context.newPage(), await context.newPage()];
  const { web } = stack.endpoints();
  await startPage.goto(web);
  await startSignIn(other, web);
  await allowAs(other, "owen");
  await arrive(other);
  await other
    .getByRole("button", { name: /Owen|owen|Accounts/ })
    .first()
    .click();
  await other.getByRole("button", { name: "Connect another account" }).click();
  await other.waitForURL(/\/i\/oauth2\/authorize/);
  await startPage.getByRole("button", { name: "Sign in with X" }).click();
  await startPage.waitForURL(/\/i\/oauth2\/authorize/);
  await allowAs(startPage, "gus");
  await arrive(startPage);
  await startPage.keyboard.press("c");
  const accounts = startPage.getByLabel("Account", { exact: true }).locator("option");
  await waitFor(async () => (await accounts.count()) === 1);
  expect(await accounts.textContent()).toContain("@gus");
  await context.close();
});

test("a person who is signed out is sent to the start page, and sees nobody's tweets", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${stack.endpoints().web}/studio/scheduled`);
  await page
    .getByRole("button", { name: "Sign in with X" })
    .or(page.getByRole("link", { name: "Sign in with X" }))
    .waitFor();
  expect(await page.locator("[data-tweet-id]").count()).toBe(0);
  await context.close();
});

test("a refused sign-in says so and changes nothing", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await startSignIn(page, stack.endpoints().web);
  await page.getByRole("button", { name: "Refuse" }).click();
  await page.getByRole("alert").filter({ hasText: "X did not finish" }).waitFor();
  await context.close();
});
