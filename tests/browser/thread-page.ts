// What a person does with threads, by the names that they see, and what then stands at X.
import type { Page } from "playwright-core";
import type { Endpoints } from "../../sandbox/stack/endpoints";
import { whenAlive } from "./studio-page";

/** Begins a new tweet, in the composer over the page. */
export async function openComposer(page: Page): Promise<void> {
  await whenAlive(page);
  await page.keyboard.press("c");
  await page.getByRole("dialog", { name: "New tweet" }).waitFor();
}

/** Writes the parts of a thread by keys alone: Control, Shift and Enter begins the next one. */
export async function writeParts(page: Page, parts: string[]): Promise<void> {
  for (const [index, text] of parts.entries()) {
    if (index > 0) await page.keyboard.press("Control+Shift+Enter");
    const label = index === 0 ? "Text" : `Part ${index + 1} of ${index + 1}`;
    const field = page.getByRole("textbox", { name: label, exact: true });
    await field.waitFor();
    await page.keyboard.insertText(text);
  }
}

/** Chooses a time so many seconds ahead, and schedules what is written. */
export async function scheduleIn(page: Page, aheadS: number): Promise<void> {
  const local = await page.evaluate((seconds) => {
    const at = new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  }, aheadS);
  await page.getByLabel("When", { exact: true }).fill(local);
  await page.getByRole("button", { name: "Schedule", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

export type PostAtX = {
  id: string;
  text: string;
  inReplyTo: string | null;
  deletedAt: string | null;
  media: { altText: string | null }[];
};

/** Every post of these texts that was ever made at X, oldest first, the deleted ones too. */
export async function postsOf(endpoints: Endpoints, texts: string[]): Promise<PostAtX[]> {
  const response = await fetch(`${endpoints.x}/_sandbox/tweets`);
  const { tweets } = (await response.json()) as { tweets: PostAtX[] };
  return tweets.filter(({ text }) => texts.includes(text));
}

/** Puts a fault in X's way, as its own page does. Answers how to take it away. */
export async function breakX(endpoints: Endpoints, fault: object): Promise<() => Promise<void>> {
  const response = await fetch(`${endpoints.x}/_sandbox/faults`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fault),
  });
  if (response.status !== 201) throw new Error(`X's sandbox took no such fault: ${await response.text()}`);
  const { fault: made } = (await response.json()) as { fault: { id: number } };
  return async () => {
    await fetch(`${endpoints.x}/_sandbox/faults/${made.id}`, { method: "DELETE" });
  };
}
