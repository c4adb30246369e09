// Threads in a real browser, on the built app and the whole stack.
import { describe, expect, test } from "vitest";
import { waitFor } from "../support/wait-for";
import { sharedStudio } from "./shared-studio";
import { unique } from "./studio-page";
import { breakX, openComposer, postsOf, scheduleIn, writeParts } from "./thread-page";

const { stack, mira } = sharedStudio();

const thread = (what: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${unique(what)} ${index + 1}`);
const isChain = (posts: { id: string; inReplyTo: string | null }[]) =>
  posts.every(({ inReplyTo }, index) => inReplyTo === (index === 0 ? null : posts[index - 1]?.id));

async function schedule(parts: string[], aheadS: number): Promise<void> {
  await openComposer(mira.page);
  await writeParts(mira.page, parts);
  await scheduleIn(mira.page, aheadS);
}

test("a thread of three that was written by keys goes out in its order, each part once", async () => {
  const parts = thread("Order", 3);
  await schedule(parts, 5);
  await mira.waitForState(parts[0] ?? "", "posted", 40_000);
  const posts = await postsOf(stack.endpoints(), parts);
  expect(posts.map(({ text }) => text)).toEqual(parts);
  expect(isChain(posts)).toBe(true);
  await mira
    .row(parts[0] ?? "")
    .getByRole("button", { name: "3 parts" })
    .click();
  const out = mira.page.locator('[data-part-state="out"]');
  await waitFor(async () => (await out.count()) === 3);
  expect(await out.getByRole("link", { name: "Open on X" }).count()).toBe(3);
  await mira.page.keyboard.press("Escape");
});

describe("a thread that X refuses after its second part", () => {
  async function stopAfterTwo(parts: string[]): Promise<() => Promise<void>> {
    const mend = await breakX(stack.endpoints(), {
      kind: "status",
      match: { textIncludes: parts[2] },
      params: { problem: "invalid-request" },
    });
    await schedule(parts, 4);
    await mira.waitForState(parts[0] ?? "", "failed", 40_000);
    return mend;
  }

  test("goes on when its owner resumes it: one and two stand once", async () => {
    const parts = thread("Resume", 3);
    const mend = await stopAfterTwo(parts);
    expect(await postsOf(stack.endpoints(), parts)).toHaveLength(2);
    await mend();
    const row = mira.row(parts[0] ?? "").first();
    await row.getByRole("button", { name: "Resume" }).click();
    await mira.waitForState(parts[0] ?? "", "posted", 40_000);
    const posts = await postsOf(stack.endpoints(), parts);
    expect(posts.map(({ text }) => text)).toEqual(parts);
    expect(isChain(posts)).toBe(true);
  });

  test("lets only what is not out be edited, and says so in its words", async () => {
    const parts = thread("Edited", 3);
    const mend = await stopAfterTwo(parts);
    await mend();
    await mira.act(parts[0] ?? "", "Edit");
    const dialog = mira.page.getByRole("dialog", { name: "Edit tweet" });
    expect(await dialog.getByRole("textbox").count()).toBe(1);
    const other = unique("Another third part");
    await dialog.getByRole("textbox", { name: "Part 3 of 3" }).fill(other);
    await dialog.getByRole("button", { name: "Save changes" }).click();
    await dialog.waitFor({ state: "detached" });
    await mira
      .row(parts[0] ?? "")
      .first()
      .getByRole("button", { name: "Resume" })
      .click();
    await mira.waitForState(parts[0] ?? "", "posted", 40_000);
    const posts = await postsOf(stack.endpoints(), [...parts, other]);
    expect(posts.map(({ text }) => text)).toEqual([parts[0], parts[1], other]);
  });

  test("is gone from X when its owner rolls it back, asked once and by number; its words can be written anew", async () => {
    const parts = thread("Roll back", 3);
    const mend = await stopAfterTwo(parts);
    await mend();
    const row = mira.row(parts[0] ?? "").first();
    await row.getByRole("button", { name: "Roll back" }).click();
    await row.getByRole("button", { name: "Delete 2 posts from X" }).click();
    await mira.waitForState(parts[0] ?? "", "cancelled", 40_000);
    await waitFor(async () => {
      const posts = await postsOf(stack.endpoints(), parts);
      return posts.length === 2 && posts.every(({ deletedAt }) => deletedAt !== null);
    });
    await row.getByRole("button", { name: "Write it anew" }).click();
    const dialog = mira.page.getByRole("dialog", { name: "New tweet" });
    await waitFor(async () => (await dialog.getByRole("textbox", { name: /^Part/ }).count()) === 3);
    expect(await dialog.getByRole("textbox", { name: "Part 1 of 3" }).inputValue()).toBe(parts[0]);
    await mira.page.keyboard.press("Escape");
  });
});

test("what was typed is kept through a failed request and a reload, part by part", async () => {
  const parts = thread("Kept", 2);
  await openComposer(mira.page);
  await writeParts(mira.page, parts);
  await mira.page.route("**/api/trpc/tweet.schedule**", (route) => route.abort());
  await mira.page.getByRole("button", { name: "In 1 hour" }).click();
  await mira.page.getByRole("button", { name: "Schedule", exact: true }).click();
  await mira.page.getByRole("alert").filter({ hasText: "did not answer" }).waitFor();
  await mira.page.unroute("**/api/trpc/tweet.schedule**");
  await mira.page.reload();
  await openComposer(mira.page);
  for (const [index, text] of parts.entries()) {
    const field = mira.page.getByRole("textbox", { name: `Part ${index + 1} of 2` });
    expect(await field.inputValue()).toBe(text);
  }
  for (const name of ["Remove part 2", "Remove part 1"]) {
    const button = mira.page.getByRole("button", { name });
    if (await button.count()) await button.click();
  }
  await mira.page.getByRole("textbox", { name: "Text", exact: true }).fill("");
  await mira.page.keyboard.press("Escape");
});

test("a text that is too long for one post becomes parts at the ends of its sentences, and back again", async () => {
  const sentence = "Every sentence of this text is whole in the part where it stands. ";
  await openComposer(mira.page);
  await mira.page.getByRole("textbox", { name: "Text" }).fill(sentence.repeat(9).trim());
  await mira.page.getByRole("button", { name: "Split into 3 parts" }).click();
  const fields = mira.page.getByRole("dialog").getByRole("textbox", { name: /^Part/ });
  await waitFor(async () => (await fields.count()) === 3);
  for (const field of await fields.all()) expect(await field.inputValue()).toMatch(/stands\.$/);
  await mira.page.getByRole("button", { name: "Make one part of it again" }).click();
  await waitFor(async () => (await fields.count()) === 0);
  await mira.page.getByRole("textbox", { name: "Text", exact: true }).fill("");
  await mira.page.keyboard.press("Escape");
});
