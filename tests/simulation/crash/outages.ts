// Bad days of the whole installation: QStash down, cut off or emptied, X refusing for hours, clocks that disagree.
import { policy } from "~/domain/policy";
import { violate } from "../checks/check";
import type { Life } from "../life/life";
import { deliverNow, pass, schedule, set, tabOf } from "./deeds";
import { lateBy } from "./late-by";
import type { Scenario } from "./scenario";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const always = 100_000;

/** Time passes, and the sweep comes every minute. */
async function minutesWithSweeps(life: Life, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    await pass(life, "sweep");
    await life.world.advance(minute);
  }
}

const sweepMs = minute;
const crowd = 15;

const qstashDown: Scenario = {
  name: "QStash is down",
  prepare: (life) => set(life, "qstash", "api-status", { status: 503 }, always),
  act: async (life) => {
    for (const number of [1, 2, 3, 4]) {
      await schedule(life, { number, inMs: number * 25 * second, account: number % 2 });
    }
    await minutesWithSweeps(life, 4);
    await life.ground.control("qstash", "/_sandbox/faults", undefined, "DELETE");
  },
  check: (evidence) =>
    lateBy(
      evidence,
      "L5 with QStash down every due tweet still goes out",
      sweepMs + policy.evidence.graceMs + second,
      [1, 2, 3, 4],
    ),
};

const poisoned: Scenario = {
  name: "one account's calls hang",
  prepare: async (life) => {
    await set(life, "qstash", "deliver-never", {}, always);
    const { handle } = tabOf(life).person.accounts[0] ?? { handle: "" };
    const fault = { kind: "hang", match: { handle, path: "/2/tweets" }, count: always };
    await life.ground.control("x", "/_sandbox/faults", fault);
  },
  act: async (life) => {
    for (let number = 1; number <= 12; number += 1) {
      await schedule(life, { number, inMs: 20 * second, account: number > 9 ? 1 : 0 });
    }
    await minutesWithSweeps(life, 4);
    await life.ground.control("x", "/_sandbox/faults", undefined, "DELETE");
  },
  check: (evidence) =>
    lateBy(
      evidence,
      "L4 one poisoned account delays no other",
      2 * sweepMs + policy.evidence.graceMs,
      [10, 11, 12],
    ),
};

const vanishes: Scenario = {
  name: "everything vanishes",
  prepare: async (life) => {
    for (let number = 1; number <= crowd; number += 1) await schedule(life, { number, inMs: 3 * hour });
    await pass(life, "sweep");
    for (const { qstashId } of life.last.tweets) {
      await life.ground.control("qstash", `/v2/messages/${qstashId}`, undefined, "DELETE");
    }
  },
  act: async (life) => {
    await pass(life, "orphans");
    await life.world.advance(minute);
    await pass(life, "orphans");
  },
};

/** Some of them may go out a month late. */
const vanishesAndNobodyLooks: Scenario = {
  name: "everything vanishes, however late",
  prepare: async (life) => {
    for (let number = 1; number <= crowd; number += 1) {
      const latenessLimitS = number % 2 ? null : policy.schedule.maxLatenessLimitS;
      await schedule(life, { number, inMs: 10 * minute, latenessLimitS });
    }
    await pass(life, "sweep");
    for (const { qstashId } of life.last.tweets) {
      await life.ground.control("qstash", `/v2/messages/${qstashId}`, undefined, "DELETE");
    }
  },
  act: async (life) => {
    await pass(life, "orphans");
    const usualMs = policy.schedule.defaultLatenessLimitS * second;
    for (const ms of [11 * minute, usualMs - 2 * minute, 2 * minute]) {
      await life.world.advance(ms);
      await pass(life, "sweep");
    }
  },
  check: ({ now, numberOf }) =>
    now.tweets.flatMap(({ id, status, orphanReason }) =>
      status === "DRAFT" && orphanReason !== null && now.notices.some(({ tweetId }) => tweetId === id)
        ? []
        : [
            violate(
              "L2 nobody is left untold",
              `tweet ${numberOf.get(id)} is ${status} and its owner not told`,
            ),
          ],
    ),
};

const elsewhere: Scenario = {
  name: "QStash's account was changed",
  prepare: async (life) => {
    for (const number of [1, 2, 3]) await schedule(life, { number, inMs: 3 * hour });
    await set(life, "qstash", "logs-expired", { ms: 0 }, always);
    const match = { path: "/v2/messages/", method: "GET" };
    const fault = { kind: "api-status", params: { status: 404 }, match, count: always };
    await life.ground.control("qstash", "/_sandbox/faults", fault);
  },
  act: async (life) => {
    for (let at = 0; at < 3; at += 1) {
      await pass(life, "orphans");
      await life.world.advance(minute);
      await pass(life, "sweep");
    }
    await life.ground.control("qstash", "/_sandbox/faults", undefined, "DELETE");
  },
};

/** A message was published when the app stood at another address. */
const goesElsewhere: Scenario = {
  name: "its message goes elsewhere",
  prepare: async (life) => {
    await schedule(life, { number: 1, inMs: 3 * hour });
    const elsewhere = "http://127.0.0.1:40998/api/qstash/post-tweet";
    await life.ground.sql.query("UPDATE qstash.messages SET url = $1 WHERE NOT url LIKE '%40999%'", [
      elsewhere,
    ]);
  },
  act: (life) => pass(life, "orphans"),
};

const putOffForEver: Scenario = {
  name: "X puts off for ever, however late",
  prepare: async (life) => {
    await set(life, "x", "status", { status: 429, resetAfterSeconds: 30 }, always);
    await schedule(life, { number: 1, inMs: 10 * second, latenessLimitS: null });
  },
  act: async (life) => {
    for (let at = 0; at < 32; at += 1) {
      await pass(life, "sweep");
      await life.world.advance(10 * minute + 5 * second);
    }
    await life.ground.control("x", "/_sandbox/faults", undefined, "DELETE");
  },
};

const machineAhead: Scenario = {
  name: "the machines' clocks run ahead",
  prepare: async (life) => {
    life.ground.skewMs.machine = 25 * second;
    await schedule(life, { number: 1, inMs: 40 * second });
    await schedule(life, { number: 2, inMs: 50 * second });
  },
  act: async (life) => {
    for (let at = 0; at < 8; at += 1) {
      await pass(life, "sweep");
      for (const id of life.numberOf.keys()) await deliverNow(life, id, 1);
      await life.world.advance(7 * second);
    }
    life.ground.skewMs.machine = 0;
  },
};

const cuts: Scenario = {
  name: "QStash cuts every call",
  prepare: (life) => set(life, "qstash", "api-cut", {}, always),
  act: async (life) => {
    for (const number of [1, 2]) await schedule(life, { number, inMs: hour });
    await minutesWithSweeps(life, 3);
    await life.ground.control("qstash", "/_sandbox/faults", undefined, "DELETE");
  },
};

export const outages: Scenario[] = [
  qstashDown,
  poisoned,
  vanishes,
  vanishesAndNobodyLooks,
  elsewhere,
  goesElsewhere,
  putOffForEver,
  machineAhead,
  cuts,
];
