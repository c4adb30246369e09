// What there is to look at: a page or a state of one, how the server answers there, and how to get to it.
import type { Page } from "playwright-core";
import type { BannerItem, NoticeView } from "../../src/server/notices/view";
import type { QueueView, SyncView } from "../../src/server/tweets/view";
import { draftScenes } from "./look-draft-scenes";
import { mediaScenes } from "./look-media-scenes";
import { calmQueue, emptyQueue, troubledQueue } from "./look-queue";
import { threadScenes } from "./look-thread-scenes";
import { trouble } from "./look-told";
import { toldScenes } from "./look-told-scenes";
import { compose, openMenu, row, scheduled } from "./look-ways";

export type Scene = {
  name: string;
  path: string;
  /** What the server answers for the queue: "down" refuses, "slow" never answers. */
  queue: (now: Date) => QueueView | "down" | "slow";
  sync?: SyncView;
  /** What people are told there; nothing where it is left out. */
  told?: (now: Date) => { notices: NoticeView[]; banner: BannerItem[] };
  /** A command finds that the tweet was changed elsewhere. */
  isStale?: boolean;
  act?: (page: Page) => Promise<void>;
};

const found: SyncView = {
  checked: 5,
  unscheduled: 1,
  suspected: 1,
  unverified: 1,
  rows: [
    {
      id: "u1",
      text: "Most schedulers keep the promise in the calendar",
      scheduledFor: null,
      verdict: "unscheduled",
      why: "",
    },
    {
      id: "q1",
      text: "The thing nobody tells you about queues",
      scheduledFor: null,
      verdict: "suspected",
      why: "",
    },
    {
      id: "q2",
      text: "A second account at the same minute",
      scheduledFor: null,
      verdict: "unverified",
      why: "",
    },
  ],
  notice: { kind: "timeout", text: "QStash did not answer in time. Tweets still go out." },
};

const truths: Record<string, QueueView["truth"]> = {
  unverified: {
    kind: "unverified",
    count: 5,
    since: new Date(Date.now() - 3_600_000),
    why: {
      kind: "unauthorized",
      text: "QStash refused Roost's token (401). Whoever runs Roost must mend QSTASH_TOKEN. Tweets still go out.",
    },
  },
  breaker: {
    kind: "breaker",
    count: 14,
    text: "So many messages are gone at once that QStash's account, region or keys may have changed. These tweets were left on the schedule. Whoever runs Roost should look.",
  },
  stale: { kind: "verified", queued: 5, pending: 0, onHold: 0, checkedAt: new Date(Date.now() - 3_600_000) },
};

/** Closes an edit that was not saved, and opens it again. */
async function leaveEdit(page: Page): Promise<void> {
  const edit = async () => {
    await openMenu(page, "q1");
    await page.getByRole("menuitem", { name: "Edit" }).click();
  };
  await edit();
  await page.getByRole("textbox", { name: "Text" }).fill("What I was writing when I pressed Escape");
  await page.keyboard.press("Escape");
  await page.getByText("Not saved").waitFor();
  await edit();
}

export const scenes: Scene[] = [
  { name: "calm", path: scheduled, queue: calmQueue },
  { name: "troubled", path: scheduled, queue: troubledQueue, told: trouble },
  { name: "empty", path: scheduled, queue: emptyQueue },
  { name: "loading", path: scheduled, queue: () => "slow" },
  { name: "down", path: scheduled, queue: () => "down" },
  ...Object.entries(truths).map(([name, truth]) => ({
    name: `truth-${name}`,
    path: scheduled,
    queue: (now: Date) => ({ ...calmQueue(now), truth }),
    act: async (page: Page) => {
      const why = page.getByRole("button", { name: "Why?" });
      if (await why.count()) await why.click();
    },
  })),
  { name: "menu", path: scheduled, queue: calmQueue, act: (page) => openMenu(page, "q1") },
  {
    name: "confirm",
    path: scheduled,
    queue: calmQueue,
    act: async (page) => {
      await openMenu(page, "q1");
      await page.getByRole("menuitem", { name: "Cancel tweet" }).click();
    },
  },
  {
    name: "reschedule",
    path: scheduled,
    queue: calmQueue,
    act: async (page) => {
      await openMenu(page, "q1");
      await page.getByRole("menuitem", { name: "Reschedule" }).click();
      await page.getByRole("button", { name: "Show the calendar" }).click();
      await page.getByRole("grid").waitFor();
    },
  },
  { name: "composer", path: scheduled, queue: calmQueue, act: compose },
  {
    name: "composer-full",
    path: scheduled,
    queue: calmQueue,
    act: async (page) => {
      await compose(page);
      await page
        .getByRole("textbox", { name: "Text" })
        .fill(`${"All the words that fit, and then some more. ".repeat(7)}`);
      await page.getByLabel("When", { exact: true }).fill("2027-10-31T02:30:00");
      await page.getByRole("button", { name: "Show the calendar" }).click();
      await page.getByRole("grid").waitFor();
    },
  },
  {
    name: "edit-stale",
    path: scheduled,
    queue: calmQueue,
    isStale: true,
    act: async (page) => {
      await openMenu(page, "q1");
      await page.getByRole("menuitem", { name: "Edit" }).click();
      await page.getByRole("textbox", { name: "Text" }).fill("What I was writing meanwhile");
      await page.getByRole("button", { name: "Save changes" }).click();
      await page.getByText("changed elsewhere").waitFor();
    },
  },
  {
    name: "edit-kept",
    path: scheduled,
    queue: calmQueue,
    act: async (page) => {
      await leaveEdit(page);
      await page.getByText("from before are back").waitFor();
    },
  },
  {
    name: "sync-toast",
    path: scheduled,
    queue: troubledQueue,
    sync: found,
    act: async (page) => {
      await page.getByRole("button", { name: "Sync with QStash" }).click();
      await page.locator("[data-sonner-toast]").waitFor();
    },
  },
  {
    name: "resolve",
    path: scheduled,
    queue: troubledQueue,
    act: async (page) => {
      await row(page, "c1").getByRole("button", { name: "It is up" }).click();
      await row(page, "c1").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "commands",
    path: scheduled,
    queue: calmQueue,
    act: async (page) => {
      await page.keyboard.press("j");
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Find an act" }).waitFor();
    },
  },
  {
    name: "help",
    path: scheduled,
    queue: calmQueue,
    act: async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "account",
    path: scheduled,
    queue: calmQueue,
    act: (page) => page.locator("[popovertarget=account-panel]:visible").click(),
  },
  ...threadScenes,
  ...draftScenes,
  ...mediaScenes,
  ...toldScenes,
  { name: "compose-page", path: "/studio/compose", queue: calmQueue },
  { name: "home-signed-in", path: "/", queue: calmQueue },
  { name: "not-found", path: "/nowhere", queue: calmQueue },
];
