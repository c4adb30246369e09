// The steps of a life: what people do, what the world does to them, and time.

import { aliveMessages, takeSnapshot } from "../checks/snapshot";
import { deliverNow } from "../crash/deeds";
import type { Random } from "../time/random";
import type { Act } from "../world/acts";
import { doorsOf, post } from "../world/deliver-to";
import { connect, reconcilerNames, webNames } from "../world/world";
import { commands, commandWeights } from "./commands";
import { setFault } from "./faults";
import { keepGoing, type Life, note, type Tab } from "./life";
import { halfOut, longPause, rush, silence, withoutCredits } from "./ordeals";
import { type JobName, passTime, startPass } from "./passes";
import { upload } from "./upload";

type Step = (life: Life) => Promise<void>;

/** How long a person, or whoever else asked, waits for an answer before doing something else. */
const patienceMs = 30_000;

const second = 1000;
const minute = 60 * second;

function begin(life: Life): Promise<Act> | null {
  const tab = life.random.pick(life.tabs);
  return commands[life.random.weighted(commandWeights)](life, tab);
}

const one: Step = async (life) => {
  const asked = begin(life);
  if (asked) await life.world.finish(asked, patienceMs);
};

/** Several things at the same instant, in whatever order their calls get through. */
const several: Step = async (life) => {
  const works: Promise<unknown>[] = [];
  const count = 2 + life.random.below(3);
  for (let at = 0; at < count; at += 1) {
    if (life.random.chance(0.3))
      works.push(startPass(life, life.random.pick(reconcilerNames), pickJob(life.random)));
    else works.push(begin(life) ?? Promise.resolve());
  }
  await life.world.finish(Promise.all(works), patienceMs);
};

/** One person's tabs, all at the same tweet, while a reconciler passes by. */
const clash: Step = async (life) => {
  const [tab, ...others] = life.tabs.filter(({ known }) => known.size > 0);
  if (!tab) return;
  const [id, seen] = life.random.pick([...tab.known]);
  const rivals = [tab, ...others.filter(({ person }) => person === tab.person)].map(
    ({ person }): Tab => ({ person, known: new Map([[id, seen]]) }),
  );
  const works: Promise<unknown>[] = rivals.flatMap(
    (rival) => commands[life.random.pick(rivalry)](life, rival) ?? [],
  );
  if (life.random.chance(0.5)) works.push(startPass(life, life.random.pick(reconcilerNames), "sweep"));
  await life.world.finish(Promise.all(works), patienceMs);
  for (const rival of rivals) for (const [known, view] of rival.known) tab.known.set(known, view);
};

const rivalry = ["edit", "reschedule", "unschedule", "cancel", "scheduleAgain", "resume", "remove"] as const;

const pass: Step = async (life) => {
  const ended = startPass(life, life.random.pick(reconcilerNames), pickJob(life.random));
  await life.world.finish(ended, patienceMs);
};

function pickJob(random: Random): JobName {
  return random.weighted({ sweep: 6, "orphans-today": 2, orphans: 2, window: 1 });
}

const wait: Step = async (life) => {
  const span = life.random.weighted({ moment: 5, minute: 5, minutes: 2, due: 6, hours: 0.6 });
  const ms = {
    moment: life.random.below(5 * second),
    minute: 20 * second + life.random.below(minute),
    minutes: 2 * minute + life.random.below(15 * minute),
    due: untilNextDue(life),
    hours: life.random.below(8 * 60 * minute),
  }[span];
  note(life, `${Math.round(ms / second)} s pass`);
  await passTime(life, ms);
};

/** Until about the moment at which the next tweet is due. */
function untilNextDue(life: Life): number {
  const nowMs = life.ground.time.now();
  const ahead = life.last.tweets.flatMap(({ status, scheduledFor }) => {
    const ms = Date.parse(scheduledFor ?? "") - nowMs;
    return status === "SCHEDULED" && ms > 0 ? [ms] : [];
  });
  if (ahead.length === 0) return minute;
  return Math.max(0, Math.min(...ahead) + life.random.below(4 * second) - second);
}

const fault: Step = async (life) => note(life, `trouble ahead: ${await setFault(life)}`);

const restart: Step = async (life) => {
  const dead = [...webNames, ...reconcilerNames].filter((name) => life.world.processes.get(name)?.isDead());
  for (const name of dead) {
    note(life, `${name} is started again`);
    life.world.restart(name);
  }
};

/** A person deletes a message in QStash's console. */
const takeOut: Step = async (life) => {
  const armed = life.last.tweets.filter(({ qstashId }) => qstashId !== null);
  if (armed.length === 0) return;
  const tweet = life.random.pick(armed);
  note(life, `somebody deletes the message of tweet ${life.numberOf.get(tweet.id)} in QStash's console`);
  // The console's call meets QStash's bad days like any other.
  const asked = life.ground.control("qstash", `/v2/messages/${tweet.qstashId}`, undefined, "DELETE");
  keepGoing(life, asked);
  await life.world.finish(asked, patienceMs);
};

/** A delivery that was made before comes again, with the signature that it had. */
const replay: Step = async (life) => {
  const { deliveries } = doorsOf(life.ground);
  const web = life.ground.webs.find((process) => !process.isDead());
  if (deliveries.length === 0 || !web) return;
  const { headers, body } = life.random.pick(deliveries);
  note(life, "an old delivery is replayed");
  const posted = post(life.ground, web, headers, Buffer.from(body));
  keepGoing(life, posted);
  await life.world.finish(posted, patienceMs);
};

/** QStash delivers what it was asked to drop, or long after: any message of ours may come at any time. */
const stray: Step = async (life) => {
  if (life.last.messages.length === 0) return;
  const { tweetId, revision } = life.random.pick(life.last.messages);
  note(life, `a message of revision ${revision} of tweet ${life.numberOf.get(tweetId)} comes out of turn`);
  await deliverNow(life, tweetId, revision);
};

/** It was published when the app stood at another address. */
const astray: Step = async (life) => {
  const alive = aliveMessages(life.last);
  if (alive.length === 0) return;
  const { id, tweetId } = life.random.pick(alive);
  note(life, `the message of tweet ${life.numberOf.get(tweetId)} goes to another address`);
  const url = "http://127.0.0.1:40998/api/qstash/post-tweet";
  await life.ground.sql.query("UPDATE qstash.messages SET url = $1 WHERE id = $2", [url, id]);
};

/** The QStash account is emptied, now and then of so much that the breaker opens. */
const emptyQStash: Step = async (life) => {
  if (life.random.chance(0.4)) {
    for (let day = 0; day < plannedDays; day += 1) await plan(life);
    life.last = await takeSnapshot(life.ground);
  }
  note(life, "all of QStash's messages are deleted");
  for (const { id } of aliveMessages(life.last)) {
    const asked = life.ground.control("qstash", `/v2/messages/${id}`, undefined, "DELETE");
    keepGoing(life, asked);
    await life.world.finish(asked, patienceMs);
  }
};

/** Somebody plans a whole day. */
const plan: Step = async (life) => {
  const tab = life.random.pick(life.tabs);
  for (let at = 0; at < planned; at += 1) {
    const asked = commands.create(life, tab);
    if (asked) await life.world.finish(asked, patienceMs);
  }
};

const planned = 4;
const plannedDays = 4;

/** Somebody has pictures and a film at hand. */
const unpack: Step = async (life) => {
  const tab = life.random.pick(life.tabs);
  for (const name of ["image-a", "image-b", "video-a"]) {
    await life.world.finish(upload(life, tab, name), patienceMs);
  }
};

const expire: Step = async (life) => {
  const handle = pickHandle(life);
  note(life, `the access token of @${handle} expires`);
  await life.ground.control("x", "/_sandbox/expire", { handle });
};

const revoke: Step = async (life) => {
  const handle = pickHandle(life);
  note(life, `@${handle} takes Roost's access away`);
  await life.ground.control("x", "/_sandbox/revoke", { handle });
};

const reconnect: Step = async (life) => {
  const person = life.random.pick(life.people);
  const { handle } = life.random.pick(person.accounts);
  note(life, `@${handle} is connected again`);
  const connected = connect(life.world, handle, person.userId);
  keepGoing(life, connected);
  await life.world.finish(connected, patienceMs);
};

function pickHandle(life: Life): string {
  return life.random.pick(life.people.flatMap(({ accounts }) => accounts)).handle;
}

const steps = {
  one,
  several,
  clash,
  plan,
  unpack,
  stray,
  astray,
  emptyQStash,
  pass,
  wait,
  fault,
  restart,
  takeOut,
  replay,
  expire,
  revoke,
  reconnect,
  silence,
  withoutCredits,
  halfOut,
  rush,
  longPause,
};

export type StepName = keyof typeof steps;

export const stepWeights: Record<StepName, number> = {
  one: 20,
  several: 8,
  clash: 6,
  plan: 3,
  unpack: 0.5,
  stray: 4,
  astray: 1,
  emptyQStash: 0.6,
  pass: 4,
  wait: 16,
  fault: 15,
  restart: 6,
  takeOut: 3,
  replay: 3,
  expire: 1.5,
  revoke: 0.4,
  reconnect: 1,
  silence: 0.6,
  withoutCredits: 0.3,
  halfOut: 0.8,
  rush: 0.8,
  longPause: 0.4,
};

export async function takeStep(life: Life, name: StepName): Promise<void> {
  await steps[name](life);
}
