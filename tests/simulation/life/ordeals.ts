// Steps that lead to where a life comes too seldom by chance: X silent for long, a thread half out, a token that two
// workers need at once, tweets that wait on a pause together.
import { policy } from "~/domain/policy";
import { takeSnapshot } from "../checks/snapshot";
import { reconcilerNames } from "../world/world";
import { commands } from "./commands";
import { type Life, note, type Tab } from "./life";
import { passTime, startPass } from "./passes";

const second = 1000;
const minute = 60 * second;
const patienceMs = 30_000;

async function finish(life: Life, work: Promise<unknown> | null): Promise<void> {
  if (work) await life.world.finish(work, patienceMs);
}

/** Sets a fault of X's menu, and has it counted. */
async function trouble(
  life: Life,
  name: string,
  fault: { kind: string; count: number; [key: string]: unknown },
) {
  await life.ground.control("x", "/_sandbox/faults", fault);
  life.menu.push({ name, at: "x", kind: fault.kind, count: fault.count });
}

const latenessMs = policy.schedule.defaultLatenessLimitS * second;

/** Longer than settling goes on asking. */
const long = "x cannot be read for long";

/** Nobody can tell whether a tweet is up, until its owner says so or X answers after all. */
export async function silence(life: Life): Promise<void> {
  const tab = life.random.pick(life.tabs);
  const how = life.random.pick(["posted", "not posted", "stopped"] as const);
  note(life, `X says nothing, and cannot be read for long: ${how}`);
  if (how === "posted") await trouble(life, "x hang-after", { kind: "hang-after", count: 1 });
  else if (how === "not posted") await trouble(life, "x hang", { kind: "hang", count: 1 });
  else {
    const name = "process stopped for long";
    const ms = 35 * minute + life.random.below(10 * minute);
    const after = /^POST \/2\/tweets$/;
    life.troubles.add({
      name,
      fate: "freeze",
      kinds: ["db", "tx", "commit", "clock", "step"],
      after,
      skip: 0,
      ms,
    });
  }
  // A single post is still read: its owner's word is held against it.
  await trouble(life, long, { kind: "timeline-cut", count: 40, match: { path: "/2/users/*/tweets" } });
  await finish(life, commands.create(life, tab, new Date(life.ground.time.now() + 10 * second)));
  await passTime(life, minute);
  await passTime(life, 33 * minute + life.random.below(10 * minute));
  life.last = await takeSnapshot(life.ground);
  if (life.random.chance(0.5)) await finish(life, commands.resolve(life, tab));
  await passTime(life, 5 * minute);
}

/** The app's credits are used up; the first probe fails, a later one gets through. */
export async function withoutCredits(life: Life): Promise<void> {
  const tab = life.random.pick(life.tabs);
  await trouble(life, "x no credits", { kind: "status", params: { status: 402 }, count: 2 });
  await finish(life, commands.create(life, tab, new Date(life.ground.time.now() + 10 * second)));
  for (let at = 0; at < 3; at += 1) await passTime(life, policy.publish.probeMs + minute);
}

/** X refuses a part of a thread, and its owner decides what becomes of the rest. */
export async function halfOut(life: Life): Promise<void> {
  const tab = life.random.pick(life.tabs);
  const part = life.random.pick([".2 nightingale", ".3 nightingale"]);
  const match = { textIncludes: part };
  const params = { problem: "not-permitted" };
  await trouble(life, "x refuses a later part", { kind: "status", params, match, count: 2 });
  for (let at = 0; at < 2; at += 1) await finish(life, commands.createThread(life, tab));
  await passTime(life, minute);
  await decide(life, tab);
  await decide(life, tab);
}

async function decide(life: Life, tab: Tab): Promise<void> {
  life.last = await takeSnapshot(life.ground);
  await finish(life, commands.look(life, tab));
  const choice = life.random.pick(["resume", "rollBack", "rollBack", "edit"] as const);
  await finish(life, commands[choice](life, tab));
}

const rushed = 3;

/** Tweets of one person at the same time, and the tokens have expired. */
export async function rush(life: Life): Promise<void> {
  const person = life.random.pick(life.people);
  const tab = life.tabs.find((candidate) => candidate.person === person);
  if (!tab) return;
  await trouble(life, "x refresh-slow", { kind: "refresh-slow", params: { ms: 5 * second }, count: 2 });
  const { time } = life.ground;
  const dueMs = Math.ceil(time.now() / second) * second + 20 * second;
  // QStash brings an account's tweets one after another; sweeps send them at once.
  await life.ground.control("qstash", "/_sandbox/faults", { kind: "deliver-never", count: rushed });
  life.menu.push({ name: "qstash deliver-never", at: "qstash", kind: "deliver-never", count: rushed });
  for (let at = 0; at < rushed; at += 1) await finish(life, commands.create(life, tab, new Date(dueMs)));
  for (const { handle } of person.accounts) {
    await life.ground.control("x", "/_sandbox/expire", { handle });
  }
  note(life, `the tokens of ${person.name} expire`);
  await passTime(life, dueMs - time.now() + minute);
  for (const name of reconcilerNames) void startPass(life, name, "sweep");
  await passTime(life, 30 * second);
}

const waiting = 3;

/** Several tweets wait on a pause. Their owner cancels them together, or lets them be missed and retries them together. */
export async function longPause(life: Life): Promise<void> {
  const tab = life.random.pick(life.tabs.filter(({ person }) => person.accounts.length === 1));
  await finish(life, commands.pause(life, tab));
  const due = new Date(life.ground.time.now() + 10 * second);
  for (let at = 0; at < waiting; at += 1) await finish(life, commands.create(life, tab, due));
  await passTime(life, minute);
  life.last = await takeSnapshot(life.ground);
  if (life.random.chance(0.5)) return void (await finish(life, commands.cancelHeld(life, tab)));
  await passTime(life, latenessMs + minute);
  life.last = await takeSnapshot(life.ground);
  await finish(life, commands.unpause(life, tab));
  await finish(life, commands.look(life, tab));
  await finish(life, commands.retryTogether(life, tab));
  await passTime(life, minute);
}
