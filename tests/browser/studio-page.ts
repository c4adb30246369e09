// What a person does in the studio, by the names that they see.
import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { Endpoints } from "../../sandbox/stack/endpoints";
import { waitFor } from "../support/wait-for";

/** Where fresh profiles come from. */
export type Profiles = Pick<Browser, "newContext">;

export type Studio = Awaited<ReturnType<typeof signIn>>;

/** Opens the start page in a fresh profile and signs in with a new handle, through X's authorize page. */
export async function signIn(browser: Profiles, endpoints: () => Endpoints, handle: string) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    timezoneId: "America/New_York",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await startSignIn(page, endpoints().web);
  await allowAs(page, handle);
  await arrive(page);
  return { context, page, ...acts(page, context, endpoints) };
}

/** From the start page to X's authorize page. */
export async function startSignIn(page: Page, web: string): Promise<void> {
  await page.goto(web);
  await page.getByRole("button", { name: "Sign in with X" }).click();
  await page.waitForURL(/\/i\/oauth2\/authorize/);
}

/** Allows the app on X's authorize page, as a handle that is made when it is new. */
export async function allowAs(page: Page, handle: string): Promise<void> {
  await page.locator('input[name="handle"]').fill(handle);
  await page.getByRole("button", { name: "Allow" }).click();
}

/** Waits for the studio, come from X. */
export async function arrive(page: Page): Promise<void> {
  await page.waitForURL(/\/studio\/scheduled/);
  await whenAlive(page);
}

/** Waits until the page answers to keys and clicks: it has read the queue by then. */
export async function whenAlive(page: Page): Promise<void> {
  await page.locator('[data-truth]:not([data-truth="loading"])').waitFor();
}

function acts(page: Page, context: BrowserContext, endpoints: () => Endpoints) {
  const row = (text: string): Locator => page.locator("[data-tweet-id]", { hasText: text });
  const idOf = async (text: string) => {
    const id = await row(text).first().getAttribute("data-tweet-id");
    if (!id) throw new Error(`no row says "${text}"`);
    return id;
  };
  return {
    row,
    idOf,
    /** Writes a tweet in the composer and schedules it for so many seconds ahead. Returns its second. */
    schedule: async (text: string, aheadS: number): Promise<Date> => {
      await page
        .getByRole("link", { name: "Compose" })
        .or(page.getByRole("button", { name: "Compose" }))
        .first()
        .click();
      await page.getByRole("textbox", { name: "Text" }).fill(text);
      const at = await page.evaluate((seconds) => {
        const when = new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000);
        const local = new Date(when.getTime() - when.getTimezoneOffset() * 60_000);
        return { local: local.toISOString().slice(0, 19), instant: when.toISOString() };
      }, aheadS);
      await page.getByLabel("When", { exact: true }).fill(at.local);
      await page.getByRole("button", { name: "Schedule", exact: true }).click();
      await row(text).first().waitFor();
      return new Date(at.instant);
    },
    /** Waits, without a reload, until the row is in this state. */
    waitForState: (text: string, state: string, timeoutMs = 15_000) =>
      page
        .locator(`[data-tweet-id][data-state="${state}"]`, { hasText: text })
        .waitFor({ timeout: timeoutMs }),
    /** Opens the row's menu, chooses an act, and confirms it where it asks. */
    act: async (text: string, item: string, confirm?: string) => {
      await row(text).first().getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: item }).click();
      if (confirm) await page.getByRole("button", { name: confirm }).click();
    },
    /** Deletes the tweet's message on the page of the QStash sandbox, as a person does in the console. */
    deleteMessage: async (tweetId: string) => {
      const console_ = await context.newPage();
      await console_.goto(endpoints().qstash);
      const line = console_.locator("[data-message-id]", { hasText: tweetId });
      await line.getByRole("button", { name: "Delete", exact: true }).click();
      await waitFor(async () => (await line.count()) === 0);
      await console_.close();
    },
    truth: () => page.locator("[data-truth]").first().getAttribute("data-truth"),
  };
}

/** Words that no other tweet has. */
export const unique = (what: string): string => `${what} ${randomUUID().slice(0, 8)}`;

export type LedgerEntry = { id: string; text: string; createdAt: string };

/** Every creation at X of this very text. */
export async function readLedger(endpoints: Endpoints, text: string): Promise<LedgerEntry[]> {
  const response = await fetch(`${endpoints.x}/_sandbox/tweets?text=${encodeURIComponent(text)}`);
  return ((await response.json()) as { tweets: LedgerEntry[] }).tweets;
}

/** The messages that wait at QStash for a tweet. */
export async function pendingMessages(endpoints: Endpoints, tweetId: string): Promise<{ body: string }[]> {
  const response = await fetch(`${endpoints.qstash}/_sandbox/messages?state=pending`);
  const { messages } = (await response.json()) as { messages: { body: string }[] };
  return messages.filter(({ body }) => body.includes(tweetId));
}
