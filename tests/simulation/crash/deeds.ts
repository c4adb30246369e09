// What the people of a scenario do, one thing at a time, and wait for.

import { signDelivery } from "../../support/sign-delivery";
import { takeSnapshot } from "../checks/snapshot";
import { ask } from "../life/ask";
import { askTogether } from "../life/ask-together";
import { keepGoing, type Life, type Tab } from "../life/life";
import { type JobName, startPass } from "../life/passes";
import { partsOf, upload } from "../life/upload";
import type { Act } from "../world/acts";
import { post } from "../world/deliver-to";
import { marked } from "../world/files";
import { secrets } from "../world/signing-keys";
import { makeText } from "../world/tags";
import { type Caller, reconcilerNames } from "../world/world";

const minuteMs = 60_000;
const patienceMs = minuteMs;
const nothing = { texts: null, scheduledForMs: null };

export function tabOf(life: Life): Tab {
  const [tab] = life.tabs;
  if (!tab) throw new Error("Nobody lives here.");
  return tab;
}

/** The id of the tweet of this number; a new one where there is none. */
export function tweetId(life: Life, number: number): string {
  const known = [...life.numberOf].find(([, its]) => its === number)?.[0];
  const id = known ?? life.random.uuid();
  life.numberOf.set(id, number);
  return id;
}

export type Wish = {
  number: number;
  parts?: number;
  inMs: number;
  account?: number;
  /** Null for however late. */
  latenessLimitS?: number | null;
  /** What each of its parts is to show: uploaded before. */
  files?: string[];
};

/** Uploads files, all at once. */
export async function uploads(life: Life, names: readonly string[]): Promise<void> {
  const told = Promise.all(names.map((name) => upload(life, tabOf(life), name)));
  await life.world.finish(told, patienceMs);
}

/** Schedules a new tweet. The same wish again is the same command again. */
export async function schedule(life: Life, wish: Wish, atMs = life.ground.time.now()): Promise<void> {
  const { number, parts = 1, inMs, account = 0, latenessLimitS, files = [] } = wish;
  const tab = tabOf(life);
  const id = tweetId(life, number);
  const texts = Array.from({ length: parts }, (_, at) =>
    makeText({ tweet: number, draft: 1, position: at + 1 }, `flies ${marked(files)}`),
  );
  const scheduledFor = new Date(atMs + inMs);
  const accountId = tab.person.accounts[account]?.id ?? "";
  const asked = {
    kind: "create",
    tweetId: id,
    base: 0,
    texts,
    scheduledForMs: scheduledFor.getTime(),
  } as const;
  const told = ask(life, tab, asked, ({ tweet }) =>
    tweet.schedule({
      ...{ id, accountId, scheduledFor, parts: partsOf(life, tab.person.userId, texts) },
      ...(latenessLimitS === undefined ? {} : { latenessLimitS }),
    }),
  );
  await life.world.finish(told, patienceMs);
}

/** A command on the tweet of this number, naming the revision that it has now. */
export async function command(
  life: Life,
  number: number,
  kind: Act["kind"],
  run: (caller: Caller, input: { id: string; revision: number }) => Promise<unknown>,
  asked: { texts: string[] | null; scheduledForMs: number | null } = nothing,
): Promise<void> {
  const id = tweetId(life, number);
  life.last = await takeSnapshot(life.ground);
  const revision = life.last.tweets.find((tweet) => tweet.id === id)?.revision ?? 1;
  const told = ask(life, tabOf(life), { kind, tweetId: id, base: revision, ...asked }, (caller) =>
    run(caller, { id, revision }),
  );
  await life.world.finish(told, patienceMs);
}

/** A command on an account of hers, and not on a tweet. */
export async function onAccount(
  life: Life,
  kind: "pause" | "unpause" | "cancelHeld",
  run: (caller: Caller, input: { accountId: string }) => Promise<unknown>,
  account = 0,
): Promise<void> {
  const accountId = tabOf(life).person.accounts[account]?.id ?? "";
  const asked = { kind, tweetId: null, base: 0, accountId, ...nothing };
  const told = ask(life, tabOf(life), asked, (caller) => run(caller, { accountId }));
  await life.world.finish(told, patienceMs);
}

/** One command on several tweets, each named with the revision that it has now. */
export async function retryTogether(life: Life, numbers: number[]): Promise<void> {
  life.last = await takeSnapshot(life.ground);
  const tweets = life.last.tweets
    .filter(({ id }) => numbers.includes(life.numberOf.get(id) ?? 0))
    .map(({ id, revision }) => ({ id, revision }));
  const told = askTogether(life, tabOf(life), "retryAll", tweets, ({ tweet }) => tweet.retry_all({ tweets }));
  await life.world.finish(told, patienceMs);
}

export async function pass(life: Life, job: JobName): Promise<void> {
  life.last = await takeSnapshot(life.ground);
  await life.world.finish(startPass(life, reconcilerNames[0], job), patienceMs);
}

/** A sweep each minute. */
export async function sweepFor(life: Life, minutes: number, isOver = () => false): Promise<void> {
  for (let at = 0; at < minutes && !isOver(); at += 1) {
    await pass(life, "sweep");
    await life.world.advance(minuteMs);
  }
}

/** A delivery with QStash's own signature, whenever it comes. */
export async function deliverNow(life: Life, id: string, revision: number): Promise<void> {
  const [web] = life.ground.webs;
  if (!web || web.isDead()) return;
  const body = JSON.stringify({ tweetId: id, revision });
  const url = life.world.roostOf(web.name).queue.deliveryUrl;
  const iatS = Math.floor(life.ground.time.now() / 1000);
  const signature = signDelivery({ key: secrets.currentSigningKey, url, body, iatS });
  const posted = post(life.ground, web, { "Upstash-Signature": signature }, Buffer.from(body));
  keepGoing(life, posted);
  await life.world.finish(posted, patienceMs);
}

/** Sets a fault of X's menu, or of QStash's. */
export async function set(
  life: Life,
  at: "qstash" | "x",
  kind: string,
  params: object = {},
  count = 1,
): Promise<void> {
  await life.ground.control(at, "/_sandbox/faults", { kind, params, count });
}
