// The same deeds in the simulated world: a person at the studio's pages, QStash, X, the reconciler, and time.
import type { TruthLine } from "~/server/tweets/view";
import { aliveMessages, takeSnapshot } from "../checks/snapshot";
import { deliverNow, schedule, set, tabOf, tweetId } from "../crash/deeds";
import { type Asked, ask } from "../life/ask";
import { endLife, type Life, startLife } from "../life/life";
import { type JobName, startPass } from "../life/passes";
import type { Act } from "../world/acts";
import { post } from "../world/deliver-to";
import type { Ground } from "../world/ground";
import { readTag } from "../world/tags";
import { type Caller, reconcilerNames, webNames } from "../world/world";
import type { Mood } from "./model";

const patienceMs = 10 * 60_000;
const always = 100_000;

/** What anybody can look up of one tweet. */
export type Seen = {
  state: string;
  revision: number;
  draft: number;
  dueMs: number;
  posts: number;
  /** Of its present revision. */
  messages: number;
};

/** The tweets by their names; their numbers are in their texts. */
export const numbers: Record<string, number> = { A: 1, B: 2 };
const numberOf = (name: string) => numbers[name] ?? 0;

export async function startReal(ground: Ground): Promise<Life> {
  const life = await startLife(ground, 4713, { mira: ["mira", "mira_work"] });
  ground.calls.choose = () => 0;
  ground.calls.judge = () => "go";
  // Messages come when the story says so.
  await set(life, "qstash", "deliver-never", {}, always);
  return life;
}

export const endReal = (life: Life): void => endLife(life);

/** Everything that goes on by itself comes to its end. */
export async function settleDown(life: Life): Promise<void> {
  const { background } = life;
  const untilStill = async () => {
    while (background.size > 0) await Promise.all(background);
  };
  await life.world.finish(untilStill(), patienceMs);
  life.last = await takeSnapshot(life.ground);
}

export async function create(life: Life, name: string, parts: number, inMs: number): Promise<string> {
  await schedule(life, { number: numberOf(name), parts, inMs, account: numberOf(name) - 1 });
  return answerOf(life.acts.list.at(-1));
}

type Run = (caller: Caller, target: { id: string; revision: number }) => Promise<unknown>;

/** Returns "ok" or the code of the refusal. */
export async function askFor(
  life: Life,
  name: string,
  kind: Act["kind"],
  seen: number,
  run: Run,
  asked: Partial<Pick<Asked, "texts" | "scheduledForMs">> = {},
): Promise<string> {
  const id = tweetId(life, numberOf(name));
  const about = { kind, tweetId: id, base: seen, texts: null, scheduledForMs: null, ...asked };
  const told = ask(life, tabOf(life), about, (caller) => run(caller, { id, revision: seen }));
  await life.world.finish(told, patienceMs);
  return answerOf(life.acts.list.at(-1));
}

function answerOf(act: Act | undefined): string {
  if (act?.answer?.kind === "refused") return act.answer.code;
  return act?.answer?.kind ?? "nothing";
}

/** QStash's own delivery, of this revision. */
export async function deliver(life: Life, name: string, revision: number, times = 1): Promise<void> {
  const id = tweetId(life, numberOf(name));
  await Promise.all(Array.from({ length: times }, () => deliverNow(life, id, revision)));
}

/** Signed by somebody else. */
export async function forge(life: Life, name: string, revision: number): Promise<void> {
  const body = JSON.stringify({ tweetId: tweetId(life, numberOf(name)), revision });
  const [web] = life.ground.webs;
  if (!web) return;
  const headers = { "Upstash-Signature": "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJVcHN0YXNoIn0.forged" };
  await life.world.finish(post(life.ground, web, headers, Buffer.from(body)), patienceMs);
}

/** Its worker dies at this call, and is started again. */
export async function dieAt(
  life: Life,
  kind: "x" | "db",
  call: RegExp,
  work: () => Promise<void>,
): Promise<void> {
  const { calls } = life.ground;
  const { judge } = calls;
  calls.judge = (made) => {
    if (made.kind !== kind || !call.test(made.name)) return "go";
    calls.judge = judge;
    return kind === "x" ? "crash-after" : "crash-before";
  };
  await work();
  calls.judge = judge;
  for (const name of webNames) if (life.world.processes.get(name)?.isDead()) life.world.restart(name);
}

export async function pass(life: Life, job: JobName): Promise<void> {
  life.last = await takeSnapshot(life.ground);
  await life.world.finish(startPass(life, reconcilerNames[0], job), patienceMs);
  await settleDown(life);
}

/** Somebody deletes its message in QStash's console. */
export async function deleteMessage(life: Life, name: string): Promise<void> {
  const { qstashId } = life.last.tweets.find(({ id }) => id === tweetId(life, numberOf(name))) ?? {};
  await life.ground.control("qstash", `/v2/messages/${qstashId}`, undefined, "DELETE");
}

const problems: Record<Mood, { kind: string; params?: object; part?: number }[]> = {
  refuses: [{ kind: "status", params: { problem: "not-permitted" } }],
  "refuses part 2": [{ kind: "status", params: { problem: "not-permitted" }, part: 2 }],
  "puts it off": [{ kind: "status", params: { status: 429, resetAfterSeconds: 90 } }],
  "posts unheard": [{ kind: "half-json" }],
  unreadable: [{ kind: "half-json" }],
  deaf: [{ kind: "hang" }],
};

export async function setMood(life: Life, name: string, mood: Mood): Promise<void> {
  for (const { kind, params = {}, part = 1 } of problems[mood]) {
    const match = { textIncludes: `#${numberOf(name)}.`, ...(part > 1 ? { textIncludes: `.${part} ` } : {}) };
    await life.ground.control("x", "/_sandbox/faults", { kind, params, match, count: 1 });
  }
  if (mood === "unreadable" || mood === "deaf") await hideTimeline(life);
}

const unreadable = new WeakMap<Life, string>();

/** From now on A's timeline cannot be read. */
async function hideTimeline(life: Life): Promise<void> {
  const cut = { kind: "timeline-cut", params: {}, match: { handle: "mira" }, count: always };
  const { fault } = (await life.ground.control("x", "/_sandbox/faults", cut)) as { fault: { id: string } };
  unreadable.set(life, fault.id);
}

export async function showTimeline(life: Life): Promise<void> {
  await life.ground.control("x", `/_sandbox/faults/${unreadable.get(life)}`, undefined, "DELETE");
}

export function isPosting(life: Life, name: string): boolean {
  return rowOf(life, name)?.status === "PUBLISHING";
}

function rowOf(life: Life, name: string) {
  return life.last.tweets.find(({ id }) => id === tweetId(life, numberOf(name)));
}

/** Its post at X; null where there is none. */
export function postUrlOf(life: Life, name: string): string | null {
  const found = life.last.posts.find(({ text }) => readTag(text)?.tweet === numberOf(name));
  return found ? `https://x.com/mira/status/${found.id}` : null;
}

/** What the page says of all tweets together: its truth line, and how many the banner says wait. */
export async function lookOver(life: Life): Promise<{ truth: TruthLine; waiting: number }> {
  const { tweet, notification } = life.world.callerOf(webNames[1], tabOf(life).person);
  const page = Promise.all([tweet.get_queue({ verify: false }), notification.banner()]);
  await life.world.finish(page, patienceMs);
  const [{ truth }, items] = await page;
  return { truth, waiting: items.reduce((sum, item) => sum + item.waiting, 0) };
}

/** What its page, X and QStash say of a tweet. */
export async function lookAt(life: Life, name: string): Promise<Seen> {
  const number = numberOf(name);
  const { person } = tabOf(life);
  const page = life.world.callerOf(webNames[1], person).tweet.get({ id: tweetId(life, number) });
  await life.world.finish(page, patienceMs);
  const view = await page;
  life.last = await takeSnapshot(life.ground);
  const row = rowOf(life, name);
  const isUp = ({ text, deletedAt }: { text: string; deletedAt: number | null }) =>
    readTag(text)?.tweet === number && deletedAt === null;
  return {
    state: view.state,
    revision: view.revision,
    // What is out of a thread keeps its words.
    draft: readTag(view.parts.at(-1)?.text ?? "")?.draft ?? 0,
    dueMs: view.scheduledFor?.getTime() ?? 0,
    posts: life.last.posts.filter(isUp).length,
    messages: aliveMessages(life.last).filter(
      ({ id, revision }) => row?.status === "SCHEDULED" && id === row.qstashId && revision === row.revision,
    ).length,
  };
}
