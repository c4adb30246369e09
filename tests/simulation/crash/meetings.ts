// What comes together: deliveries made twice or forged, two tabs, a stranger, a worker that was stopped meanwhile.
import { takeSnapshot } from "../checks/snapshot";
import { ask } from "../life/ask";
import { makeText } from "../world/tags";
import { command, deliverNow, pass, schedule, set, tabOf } from "./deeds";
import { lateBy } from "./late-by";
import type { Scenario } from "./scenario";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const always = 100_000;

const doubled: Scenario = {
  name: "every delivery is made twice",
  prepare: async (life) => {
    life.world.isStepwise = true;
    await life.ground.control("x", "/_sandbox/limits", { duplicateWindowMs: 0 });
    await set(life, "qstash", "deliver-twice", {}, always);
    await set(life, "x", "slow", { ms: 5 * second }, 2);
    for (const number of [1, 2, 3]) await schedule(life, { number, parts: number, inMs: 10 * second });
  },
  act: async (life) => {
    // Each call of the one, then each of the other: as much at the same time as can be.
    let turn = 0;
    life.ground.calls.choose = (ready) => {
      turn += 1;
      return turn % ready.length;
    };
    await life.world.advance(12 * second);
    life.ground.calls.choose = () => 0;
    for (const id of [...life.numberOf.keys()]) await deliverNow(life, id, 1);
    await life.world.advance(20 * second);
  },
};

const forged: Scenario = {
  name: "deliveries are forged",
  prepare: async (life) => {
    for (const how of ["key", "body", "url", "expired", "missing"]) {
      await set(life, "qstash", "deliver-forged", { how }, 1);
    }
    for (const number of [1, 2]) await schedule(life, { number, inMs: 10 * second });
  },
  act: (life) => life.world.advance(2 * minute),
};

const meddled: Scenario = {
  name: "somebody names another's tweet",
  prepare: async (life) => {
    const stranger = await life.world.signUp("mallory", ["mallory"]);
    life.tabs.push({ person: stranger, known: new Map() });
    await schedule(life, { number: 1, inMs: hour });
  },
  act: async (life) => {
    const [id = ""] = life.numberOf.keys();
    const tab = life.tabs.at(-1) ?? tabOf(life);
    for (const kind of ["cancel", "unschedule", "delete"] as const) {
      const asked = { kind, tweetId: id, base: 1, texts: null, scheduledForMs: null };
      const told = ask(life, tab, asked, ({ tweet }) => tweet[kind]({ id, revision: 1 }));
      await life.world.finish(told, minute);
    }
  },
};

const changesItsMind: Scenario = {
  name: "two tabs",
  prepare: (life) => schedule(life, { number: 1, inMs: hour }),
  act: async (life) => {
    const [id = ""] = life.numberOf.keys();
    const texts = [["#1.2.1 nightingale of one tab"], ["#1.3.1 nightingale of another"]];
    for (const [at, written] of texts.entries()) {
      const tab = life.tabs[at] ?? tabOf(life);
      const asked = { kind: "edit", tweetId: id, base: 1, texts: written, scheduledForMs: null } as const;
      const told = ask(life, tab, asked, ({ tweet }) =>
        tweet.edit({ id, revision: 1, text: written[0] ?? "" }),
      );
      await life.world.finish(told, minute);
    }
    await command(life, 1, "cancel", ({ tweet }, input) => tweet.cancel(input));
  },
};

const apart: Scenario = {
  name: "two tweets 15 seconds apart",
  prepare: async () => undefined,
  act: async (life) => {
    await schedule(life, { number: 1, inMs: 10 * second });
    await schedule(life, { number: 2, inMs: 25 * second });
    await life.world.advance(30 * second);
  },
  check: (evidence) =>
    lateBy(evidence, "L2 every due tweet comes to rest in time, and its owner is told", second, [1, 2]),
};

const editedWhilePutOff: Scenario = {
  name: "edited after X put it off",
  prepare: async (life) => {
    await schedule(life, { number: 1, inMs: 10 * second });
    await set(life, "x", "status", { status: 429, resetAfterSeconds: 60 });
    await life.world.advance(15 * second);
  },
  act: async (life) => {
    const texts = [makeText({ tweet: 1, draft: 2, position: 1 }, "with better words")];
    const asked = { texts, scheduledForMs: null };
    await command(
      life,
      1,
      "edit",
      ({ tweet }, input) => tweet.edit({ ...input, text: texts[0] ?? "" }),
      asked,
    );
    await life.world.advance(2 * minute);
  },
};

/** Of a delivery: it reads, it claims, it marks the part. */
const markStatement = 3;

/** Its lease runs out, another takes the tweet up, and is at it when the first goes on. */
const stoppedWorker: Scenario = {
  name: "a worker is stopped for minutes",
  prepare: async (life) => {
    await schedule(life, { number: 1, inMs: 10 * second });
  },
  act: async (life) => {
    const { calls } = life.ground;
    const { judge } = calls;
    const web = life.ground.webs[0];
    let statements = 0;
    calls.judge = (call) => {
      if (call.kind === "db" && call.process === web?.name) statements += 1;
      if (statements < markStatement) return judge(call);
      calls.judge = judge;
      return "freeze";
    };
    await life.world.advance(20 * second);
    await set(life, "x", "slow", { ms: 8 * second });
    for (let at = 0; at < 6 && life.last.attempts.length < 2; at += 1) {
      await life.world.advance(minute);
      await pass(life, "sweep");
      await life.world.advance(2 * second);
      life.last = await takeSnapshot(life.ground);
    }
    web?.thaw();
    await life.world.advance(20 * second);
  },
};

export const meetings: Scenario[] = [
  doubled,
  forged,
  meddled,
  changesItsMind,
  apart,
  editedWhilePutOff,
  stoppedWorker,
];
