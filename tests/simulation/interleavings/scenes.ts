// How the one tweet stands when they meet.
import { policy } from "~/domain/policy";
import { takeSnapshot } from "../checks/snapshot";
import { onAccount, pass as passAlone, schedule, set, tabOf } from "../crash/deeds";
import type { Life } from "../life/life";
import type { Call } from "../world/calls";
import { delivery } from "./actors";
import { accessOf } from "./footprint";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const always = 100_000;

/** On the schedule and due this very second; its message comes by an actor alone. */
export async function due(life: Life): Promise<void> {
  await set(life, "qstash", "deliver-never", {}, always);
  await schedule(life, { number: 1, inMs: 10 * second });
  await life.world.advance(10 * second);
}

export async function dueThread(life: Life, parts = 2): Promise<void> {
  await set(life, "qstash", "deliver-never", {}, always);
  await schedule(life, { number: 1, parts, inMs: 10 * second });
  await life.world.advance(10 * second);
}

/** The same, and its owner has taken Roost's access away. */
export async function revoked(life: Life): Promise<void> {
  await due(life);
  const { handle } = tabOf(life).person.accounts[0] ?? {};
  await life.ground.control("x", "/_sandbox/revoke", { handle });
}

/** Its time has passed by more than the grace: the sweep publishes it. */
export async function overdue(life: Life): Promise<void> {
  await due(life);
  await life.world.advance(policy.evidence.graceMs + second);
}

/** To come, and somebody has deleted its message in QStash's console. */
export async function removed(life: Life): Promise<void> {
  await schedule(life, { number: 1, inMs: 3 * hour });
  const { tweets } = await takeSnapshot(life.ground);
  await life.ground.control("qstash", `/v2/messages/${tweets[0]?.qstashId}`, undefined, "DELETE");
}

/** To come; its message was missing once, and it is time for a second look. */
export async function missing(life: Life): Promise<void> {
  await schedule(life, { number: 2, inMs: 4 * hour, account: 1 });
  await set(life, "qstash", "publish-lost", {}, 1);
  await schedule(life, { number: 1, inMs: 3 * hour });
  await passAlone(life, "orphans");
  await life.world.advance(policy.evidence.strikeMs + second);
}

/** It has come inside the horizon, and was not armed yet. */
export async function unarmed(life: Life): Promise<void> {
  await schedule(life, { number: 1, inMs: 49 * hour });
  await life.world.advance(2 * hour);
}

/** X has posted it, and the worker was stopped before it could write that down; its lease is over. */
export async function stoppedAfterPosting(life: Life): Promise<void> {
  await due(life);
  await stopAfter(life, hasPosted);
}

/** The same, of the second of a thread's three parts. */
export async function threadStoppedAfterPosting(life: Life): Promise<void> {
  await dueThread(life, 3);
  let posted = 0;
  await stopAfter(life, (call) => {
    posted += Number(hasPosted(call));
    return posted === 2;
  });
}

/** A worker has claimed it, and was stopped before it could mark it; its lease is over. */
export async function stoppedBeforeSending(life: Life): Promise<void> {
  await due(life);
  await stopAfter(life, ({ kind, name }) => kind === "db" && accessOf(name).writes.includes("Attempt"));
}

const hasPosted = ({ kind, name }: Call) => kind === "x" && name.startsWith("POST");

/** The worker is stopped at the call after this one, and its lease runs out. */
async function stopAfter(life: Life, isLast: (call: Call) => boolean): Promise<void> {
  life.last = await takeSnapshot(life.ground);
  const { calls } = life.ground;
  let isNext = false;
  calls.judge = (call) => {
    if (call.process !== "web-1") return "go";
    if (isNext) {
      calls.judge = () => "go";
      return "freeze";
    }
    isNext = isLast(call);
    return "go";
  };
  delivery("web-1").start(life);
  await life.world.advance(policy.publish.leaseMs + 30 * second);
}

/** Two have waited while their account was paused. */
export async function paused(life: Life): Promise<void> {
  await set(life, "qstash", "deliver-never", {}, always);
  await onAccount(life, "pause", ({ account }, input) => account.pause(input));
  for (const number of [1, 2]) await schedule(life, { number, inMs: 10 * second });
  await life.world.advance(minute);
}

/** X has refused its second part: the thread stands half out. */
export async function halfOut(life: Life): Promise<void> {
  await schedule(life, { number: 1, parts: 3, inMs: 10 * second });
  const match = { textIncludes: "#1.1.2" };
  const fault = { kind: "status", params: { problem: "not-permitted" }, match, count: 1 };
  await life.ground.control("x", "/_sandbox/faults", fault);
  await life.world.advance(11 * second);
}
