// What people do in the studio: each command as its page would send it, from what the tab has seen.
import type { Act } from "../world/acts";
import { fileNames } from "../world/files";
import type { Caller } from "../world/world";
import { ask } from "./ask";
import { askTogether } from "./ask-together";
import type { Life, Tab } from "./life";
import { resolve } from "./resolve";
import { partsOf, upload } from "./upload";
import { chooseLimit, chooseTime, writeTexts } from "./write";

export type Command = (life: Life, tab: Tab) => Promise<Act> | null;

const nothing = { texts: null, scheduledForMs: null };

type Creation = (life: Life, tab: Tab, at?: Date) => Promise<Act>;

const create: Creation = (life, tab, at) => {
  const limit = at ? {} : chooseLimit(life);
  const parts = life.random.chance(threadShare) ? 2 + life.random.below(3) : 1;
  return createOf(life, tab, parts, at ?? chooseTime(life), limit);
};

const createThread: Creation = (life, tab, at = new Date(life.ground.time.now() + soonMs)) =>
  createOf(life, tab, 3, at);

const soonMs = 10_000;

function createOf(life: Life, tab: Tab, parts: number, scheduledFor: Date, limit = {}): Promise<Act> {
  const account = life.random.pick(tab.person.accounts);
  const id = life.random.uuid();
  life.numberOf.set(id, life.numberOf.size + 1);
  const texts = writeTexts(life, tab, id, parts);
  const scheduledForMs = scheduledFor.getTime();
  const asked = { kind: "create", tweetId: id, base: 0, texts, scheduledForMs } as const;
  const input = { id, accountId: account.id, scheduledFor, ...limit };
  const written = asWritten(life, tab, texts);
  return ask(life, tab, asked, ({ tweet }) => tweet.schedule({ ...input, ...written }));
}

const threadShare = 0.3;

/** What the page sends: the one text by itself, where it shows nothing. */
function asWritten(life: Life, { person }: Tab, texts: readonly string[]) {
  const parts = partsOf(life, person.userId, texts);
  const [only] = parts;
  return parts.length === 1 && only?.media.length === 0 ? { text: only.text } : { parts };
}

const edit: Command = (life, tab) => {
  const seen = pickKnown(life, tab, ["pending", "queued", "draft", "unscheduled", "failed", "cancelled"]);
  if (!seen) return null;
  const texts = writeAgain(life, tab, seen.id);
  const scheduledFor = life.random.chance(0.3) ? chooseTime(life) : null;
  const time = scheduledFor ? { scheduledFor } : {};
  const asked = { texts, scheduledForMs: scheduledFor?.getTime() ?? null };
  const parts = partsOf(life, tab.person.userId, texts);
  return ask(life, tab, { kind: "edit", ...seen.target, ...asked }, ({ tweet }) =>
    tweet.edit({ ...seen.input, parts, ...time }),
  );
};

const reschedule: Command = (life, tab) => {
  const seen = pickKnown(life, tab, ["pending", "queued", "onHold"]);
  if (!seen) return null;
  const scheduledFor = chooseTime(life);
  const asked = { texts: null, scheduledForMs: scheduledFor.getTime() };
  return ask(life, tab, { kind: "reschedule", ...seen.target, ...asked }, ({ tweet }) =>
    tweet.reschedule({ ...seen.input, scheduledFor }),
  );
};

const scheduleAgain: Command = (life, tab) => {
  const seen = pickKnown(life, tab, ["draft", "unscheduled", "failed", "cancelled"]);
  if (!seen) return null;
  const scheduledFor = chooseTime(life);
  const asked = { texts: null, scheduledForMs: scheduledFor.getTime() };
  return ask(life, tab, { kind: "schedule", ...seen.target, ...asked }, ({ tweet }) =>
    tweet.schedule({ ...seen.input, scheduledFor }),
  );
};

const look: Command = (life, tab) =>
  ask(life, tab, { kind: "look", tweetId: null, base: 0, ...nothing }, ({ tweet }) => tweet.get_queue({}));

const sync: Command = (life, tab) =>
  ask(life, tab, { kind: "sync", tweetId: null, base: 0, ...nothing }, ({ tweet }) =>
    tweet.cleanup_orphaned_tweets(),
  );

/** Somebody sends the id of another person's tweet. */
const meddle: Command = (life, tab) => {
  const foreign = life.last.tweets.filter(({ userId }) => userId !== tab.person.userId);
  if (foreign.length === 0) return null;
  const { id, revision } = life.random.pick(foreign);
  const asked = { kind: "cancel", tweetId: id, base: revision, ...nothing } as const;
  return ask(life, tab, asked, ({ tweet }) => tweet.cancel({ id, revision }));
};

/** The same command again, as after an answer that got lost. */
const repeat: Command = (life, tab) => {
  const created = life.acts.list.filter(
    ({ kind, userId, answer }) =>
      kind === "create" && userId === tab.person.userId && answer?.kind === "unknown",
  );
  const act = created.at(-1);
  const texts = act?.texts;
  if (!act?.tweetId || !texts || act.scheduledForMs === null) return null;
  const id = act.tweetId;
  const scheduledFor = new Date(act.scheduledForMs);
  const accountId =
    life.last.tweets.find((tweet) => tweet.id === id)?.accountId ?? tab.person.accounts[0]?.id ?? "";
  const asked = { kind: "create", tweetId: id, base: 0, texts, scheduledForMs: act.scheduledForMs } as const;
  const written = asWritten(life, tab, texts);
  return ask(life, tab, asked, ({ tweet }) => tweet.schedule({ id, accountId, scheduledFor, ...written }));
};

const retryTogether: Command = (life, tab) => {
  const failed = [...tab.known].filter(([, { state }]) => state === "failed").slice(0, mostTogether);
  if (failed.length === 0) return null;
  const tweets = failed.map(([id, { revision }]) => ({ id, revision }));
  return askTogether(life, tab, "retryAll", tweets, ({ tweet }) => tweet.retry_all({ tweets }));
};

const mostTogether = 4;

const takeIn: Command = (life, tab) => upload(life, tab, life.random.pick(fileNames));

/** The list, what is unread, the banner; then all of it is read. */
const ring: Command = (life, tab) =>
  ask(life, tab, { kind: "bell", tweetId: null, base: 0, ...nothing }, async ({ notification }) => {
    await notification.banner();
    await notification.unread_count();
    const { notices } = await notification.list({});
    const ids = notices.map(({ id }) => id);
    if (ids.length > 0) await notification.mark_read({ ids });
  });

/** A command on one of a person's accounts. */
function onAccount(
  kind: "pause" | "unpause" | "cancelHeld",
  run: (caller: Caller, input: { accountId: string }) => Promise<unknown>,
): Command {
  return (life, tab) => {
    const accountId = life.random.pick(tab.person.accounts).id;
    const asked = { kind, tweetId: null, base: 0, accountId, ...nothing };
    return ask(life, tab, asked, (caller) => run(caller, { accountId }));
  };
}

const waiting = ["pending", "queued", "onHold"];

export const commands = {
  create,
  createThread,
  edit,
  reschedule,
  scheduleAgain,
  unschedule: plain("unschedule", waiting, ({ tweet }, input) => tweet.unschedule(input)),
  cancel: plain("cancel", [...waiting, "posting", "draft", "failed"], ({ tweet }, input) =>
    tweet.cancel(input),
  ),
  restore: plain("restore", ["cancelled"], ({ tweet }, input) => tweet.restore(input)),
  resume: plain("resume", ["failed", "cancelled"], ({ tweet }, input) => tweet.resume(input), isHalfOut),
  stop: plain("stop", ["posting", "queued", "onHold"], ({ tweet }, input) => tweet.stop(input)),
  rollBack: plain(
    "rollBack",
    ["failed", "cancelled"],
    ({ tweet }, input) => tweet.roll_back(input),
    isHalfOut,
  ),
  remove: plain("delete", ["draft", "cancelled", "posted", "queued", "failed"], ({ tweet }, input) =>
    tweet.delete(input),
  ),
  postNow: plain("postNow", [...waiting, "draft", "unscheduled", "failed"], ({ tweet }, input) =>
    tweet.post_now(input),
  ),
  retryTogether,
  pause: onAccount("pause", ({ account }, input) => account.pause(input)),
  unpause: onAccount("unpause", ({ account }, input) => account.unpause(input)),
  cancelHeld: onAccount("cancelHeld", ({ account }, input) => account.cancel_held(input)),
  takeIn,
  ring,
  resolve,
  look,
  sync,
  meddle,
  repeat,
};

export const commandWeights: Record<keyof typeof commands, number> = {
  create: 13,
  createThread: 1,
  edit: 5,
  reschedule: 4,
  scheduleAgain: 4,
  unschedule: 2,
  cancel: 3,
  restore: 1,
  resume: 3,
  stop: 2,
  rollBack: 4,
  remove: 1,
  postNow: 2,
  retryTogether: 1,
  pause: 0.8,
  unpause: 1.6,
  cancelHeld: 0.6,
  takeIn: 1.5,
  ring: 1,
  resolve: 5,
  look: 4,
  sync: 2,
  meddle: 0.5,
  repeat: 1,
};

type Seen = {
  id: string;
  input: { id: string; revision: number };
  target: { tweetId: string; base: number };
};

/** A tweet that this tab shows in one of these states, as old as that may be; now and then any at all. */
function pickKnown(
  life: Life,
  tab: Tab,
  states: string[],
  isFit: (life: Life, tweetId: string) => boolean = () => true,
): Seen | null {
  const isCareless = life.random.chance(0.1);
  const known = [...tab.known].filter(
    ([id, { state }]) => isCareless || (states.includes(state) && isFit(life, id)),
  );
  if (known.length === 0) return null;
  const [id, { revision }] = life.random.pick(known);
  return { id, input: { id, revision }, target: { tweetId: id, base: revision } };
}

/** A thread that has begun and not ended: only there do its own commands do anything. */
function isHalfOut({ last }: Life, id: string): boolean {
  const states = last.parts.flatMap(({ tweetId, state }) => (tweetId === id ? state : []));
  return states.includes("SENT") && states.some((state) => state !== "SENT");
}

/** New words for the parts that are not out; what is out is sent along as it is. */
function writeAgain(life: Life, tab: Tab, tweetId: string): string[] {
  const parts = life.last.parts.filter((part) => part.tweetId === tweetId);
  const count = life.random.chance(0.3) ? 1 + life.random.below(4) : parts.length;
  const texts = writeTexts(life, tab, tweetId, Math.max(1, count));
  return texts.map((text, at) => (parts[at]?.xId ? parts[at].text : text));
}

/** A command that names the tweet and nothing else. */
function plain(
  kind: Act["kind"],
  states: string[],
  run: (caller: Caller, input: Seen["input"]) => Promise<unknown>,
  isFit?: (life: Life, tweetId: string) => boolean,
): Command {
  return (life, tab) => {
    const seen = pickKnown(life, tab, states, isFit);
    if (!seen) return null;
    return ask(life, tab, { kind, ...seen.target, ...nothing }, (caller) => run(caller, seen.input));
  };
}
