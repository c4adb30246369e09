// What waits, and goes on: holds of every kind and their ends, pauses, what was missed, and what QStash gave up on.
import { policy } from "~/domain/policy";
import type { Life } from "../life/life";
import { connect, webNames } from "../world/world";
import { command, onAccount, pass, retryTogether, schedule, set, tabOf } from "./deeds";
import type { Scenario } from "./scenario";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const handleOf = (life: Life) => tabOf(life).person.accounts[0]?.handle ?? "";

const pause = (life: Life) => onAccount(life, "pause", ({ account }, input) => account.pause(input));
const unpause = (life: Life) => onAccount(life, "unpause", ({ account }, input) => account.unpause(input));

const postsNow: Scenario = {
  name: "post now",
  prepare: (life) => schedule(life, { number: 1, inMs: 3 * hour }),
  act: async (life) => {
    await command(life, 1, "postNow", ({ tweet }, input) => tweet.post_now(input));
    await life.world.advance(10 * second);
  },
};

const latenessLimitS = policy.schedule.minLatenessLimitS;

const retriesTogether: Scenario = {
  name: "retry together",
  prepare: async (life) => {
    await pause(life);
    for (const number of [1, 2]) await schedule(life, { number, inMs: 10 * second, latenessLimitS });
    await life.world.advance(3 * minute);
    await pass(life, "sweep");
    await unpause(life);
  },
  act: async (life) => {
    await retryTogether(life, [1, 2]);
    await life.world.advance(20 * second);
  },
};

const pauses: Scenario = {
  name: "pause and unpause",
  prepare: async (life) => {
    await schedule(life, { number: 1, inMs: 10 * second });
    await schedule(life, { number: 2, inMs: 75 * second });
  },
  act: async (life) => {
    await pause(life);
    await life.world.advance(110 * second);
    await unpause(life);
    await life.world.advance(12 * second);
  },
};

/** Its owner has taken Roost's access away, and the first tweet finds that out. */
async function loseAccess(life: Life): Promise<void> {
  await life.ground.control("x", "/_sandbox/revoke", { handle: handleOf(life) });
  for (const number of [1, 2]) await schedule(life, { number, inMs: 10 * second });
  await life.world.advance(15 * second);
}

const cancelsHeld: Scenario = {
  name: "cancel what is held",
  prepare: loseAccess,
  act: (life) => onAccount(life, "cancelHeld", ({ account }, input) => account.cancel_held(input)),
};

async function reconnect(life: Life): Promise<void> {
  const connected = connect(life.world, handleOf(life), tabOf(life).person.userId);
  // Whoever connects it may die with it.
  connected.catch(() => undefined);
  await life.world.finish(connected, minute);
}

const reconnects: Scenario = {
  name: "connect again",
  prepare: loseAccess,
  act: async (life) => {
    await reconnect(life);
    await life.world.advance(12 * second);
  },
  again: reconnect,
};

const rateLimitEnds: Scenario = {
  name: "X's limit for the app is used up, then resets",
  prepare: async (life) => {
    await set(life, "x", "status", { status: 429, dayCap: "app", resetAfterSeconds: 300 });
    for (const number of [1, 2]) {
      await schedule(life, { number, inMs: 10 * number * second, account: number - 1 });
    }
    await life.world.advance(290 * second);
  },
  act: async (life) => {
    await life.world.advance(30 * second);
    await pass(life, "sweep");
    await life.world.advance(15 * second);
  },
};

const probes: Scenario = {
  name: "a probe ends the hold",
  prepare: async (life) => {
    await set(life, "x", "status", { problem: "credits" });
    for (const number of [1, 2]) {
      await schedule(life, { number, inMs: 10 * number * second, account: number - 1 });
    }
    await life.world.advance(policy.publish.probeMs);
  },
  act: async (life) => {
    await life.world.advance(15 * second);
    await pass(life, "sweep");
    await life.world.advance(15 * second);
  },
};

/** Nobody listened when QStash came: at the first tweet's time, and, its clock running ahead, long before the second's. */
const deadLetters: Scenario = {
  name: "dead letter",
  prepare: async (life) => {
    life.ground.skewMs.qstash = 2 * minute;
    await schedule(life, { number: 1, inMs: 10 * second });
    await schedule(life, { number: 2, inMs: 2 * minute, account: 1 });
    life.world.processes.get(webNames[0])?.crash();
    await life.world.advance(50 * second);
    life.world.restart(webNames[0]);
    life.ground.skewMs.qstash = 0;
  },
  act: async (life) => {
    await pass(life, "sweep");
    await life.world.advance(5 * second);
  },
};

/** Each of their calls is struck, alone and in pairs. */
export const waits: Scenario[] = [
  postsNow,
  retriesTogether,
  pauses,
  cancelsHeld,
  reconnects,
  rateLimitEnds,
  probes,
  deadLetters,
];
