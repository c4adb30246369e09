// X's answer is heard when its tweet has been given up: nobody has touched it meanwhile, or its owner has denied what is
// up, and gone on with it.
import { violate } from "../checks/check";
import type { Life } from "../life/life";
import { startPass } from "../life/passes";
import { makeText } from "../world/tags";
import { reconcilerNames } from "../world/world";
import { command, schedule, set, sweepFor } from "./deeds";
import type { Scenario } from "./scenario";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const always = 100_000;

const isInDoubt = (life: Life) => life.last.tweets.some(({ status }) => status === "UNCONFIRMED");

/** Stopped between X's answer and its record, until its owner has been asked. */
const unchanged: Scenario = {
  name: "X's answer is heard when its tweet has been given up",
  prepare: async (life) => {
    await schedule(life, { number: 1, inMs: 10 * second });
    await set(life, "x", "timeline-cut", {}, always);
  },
  act: async (life) => {
    const { calls } = life.ground;
    const { judge } = calls;
    const web = life.ground.webs[0];
    let isSent = false;
    calls.judge = (call) => {
      if (call.process !== web?.name) return judge(call);
      if (!isSent) isSent = call.name === "POST /2/tweets";
      else if (call.kind !== "x") {
        calls.judge = judge;
        return "freeze";
      }
      return judge(call);
    };
    await life.world.advance(20 * second);
    await sweepFor(life, 45, () => life.last.tweets.some(({ status }) => status === "UNCONFIRMED"));
    web?.thaw();
    await life.world.advance(20 * second);
  },
  check: ({ now }) =>
    now.parts.flatMap(({ xId, position }) =>
      xId === null ? [violate("L2 what X has is recorded", `part ${position} is not, though X said so`)] : [],
    ),
};

/** A reconciler is stopped when X has posted the first part, and its owner says that it is not up. Returns what lets it go on. */
async function denied(life: Life): Promise<() => void> {
  const { calls } = life.ground;
  const { judge } = calls;
  const sender = life.world.processes.get(reconcilerNames[1]);
  let isSent = false;
  calls.judge = (call) => {
    if (call.process !== sender?.name) return judge(call);
    if (!isSent) isSent = call.name === "POST /2/tweets";
    else if (call.kind !== "x") {
      calls.judge = judge;
      return "freeze";
    }
    return judge(call);
  };
  await life.world.advance(5 * minute);
  await life.world.finish(startPass(life, reconcilerNames[1], "sweep"), minute);
  await life.world.advance(20 * second);
  await sweepFor(life, 45, () => isInDoubt(life));
  await command(life, 1, "resolve", ({ tweet }, input) => tweet.resolve({ ...input, part: 1, isUp: false }));
  return () => sender?.thaw();
}

/** Only sweeps send, and X does not show what it has. */
async function isSentBySweeps(life: Life, parts: number): Promise<void> {
  await set(life, "qstash", "deliver-never", {}, always);
  await set(life, "x", "timeline-cut", {}, always);
  await schedule(life, { number: 1, parts, inMs: 10 * second });
  life.world.restart(reconcilerNames[1]);
}

async function scheduleAgain(life: Life, inMs: number): Promise<void> {
  const scheduledFor = new Date(life.ground.time.now() + inMs);
  const asked = { texts: null, scheduledForMs: scheduledFor.getTime() };
  await command(life, 1, "schedule", ({ tweet }, input) => tweet.schedule({ ...input, scheduledFor }), asked);
}

const movedAhead: Scenario = {
  name: "X's answer is heard when its thread has been denied and moved ahead",
  prepare: (life) => isSentBySweeps(life, 2),
  act: async (life) => {
    const goOn = await denied(life);
    await scheduleAgain(life, 20 * hour);
    goOn();
    await life.world.advance(20 * second);
    await command(life, 1, "resume", ({ tweet }, input) => tweet.resume(input));
    await sweepFor(life, 3);
  },
  check: ({ now }) =>
    now.parts.flatMap(({ xId, position }) =>
      xId === null ? [violate("L2 what X has is recorded", `part ${position} did not go out`)] : [],
    ),
};

type Fault = { kind: string; params?: object };

/** @param faults what the other words meet at X. */
const rewritten = (name: string, faults: Fault[]): Scenario => ({
  name,
  prepare: (life) => isSentBySweeps(life, 1),
  act: async (life) => {
    const goOn = await denied(life);
    const text = makeText({ tweet: 1, draft: 2, position: 1 }, "sings");
    const asked = { texts: [text], scheduledForMs: null };
    await command(life, 1, "edit", ({ tweet }, input) => tweet.edit({ ...input, text }), asked);
    await scheduleAgain(life, minute);
    const match = { textIncludes: "#1.2.1" };
    for (const fault of faults)
      await life.ground.control("x", "/_sandbox/faults", { ...fault, match, count: 1 });
    await life.world.advance(4 * minute);
    await life.world.finish(startPass(life, reconcilerNames[0], "sweep"), minute);
    await life.world.advance(2 * second);
    goOn();
    await life.world.advance(20 * second);
  },
});

export const heardLate: Scenario[] = [
  unchanged,
  movedAhead,
  rewritten("X's answer is heard when other words are on their way", [{ kind: "hang-after" }]),
  rewritten("X's answer is heard when other words are on their way, and are refused", [
    { kind: "slow", params: { ms: 6 * second } },
    { kind: "status", params: { status: 403 } },
  ]),
];
