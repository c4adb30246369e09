import { afterEach, beforeEach, expect, test } from "vitest";
import { isRunning, processTree } from "../support/processes";
import { prepareStandIns, type StandIns } from "../support/stand-in/start";

let standIns: StandIns;

beforeEach(async () => {
  standIns = await prepareStandIns();
});

afterEach(() => standIns.clean());

const addressOf = (variable: string) => `http://127.0.0.1:${standIns.ports[variable]}`;

test("a part that crashes is named with its status and last lines, and ends the rest with status 1", async () => {
  const start = standIns.start();
  await start.ready();
  await fetch(`${addressOf("ROOST_X_PORT")}/print?line=the+last+thing+it+said`);
  await fetch(`${addressOf("ROOST_X_PORT")}/crash?status=7`).catch(() => undefined);
  expect(await start.ended).toEqual({ code: 1, signal: null });
  expect(start.output()).toContain("x crashed: exit status 7.");
  expect(start.output()).toContain("x | the last thing it said");
  expect(standIns.partPids().filter(isRunning)).toEqual([]);
  expect(standIns.endings()).toEqual(["web", "reconciler", "qstash", "database"]);
});

test("a part that ends with status 0 though nobody asked it to counts as a crash", async () => {
  const start = standIns.start();
  await start.ready();
  await fetch(`${addressOf("ROOST_RECONCILER_PORT")}/crash?status=0`).catch(() => undefined);
  expect(await start.ended).toEqual({ code: 1, signal: null });
  expect(start.output()).toContain("reconciler crashed: exit status 0.");
});

test("a part killed from outside is said with the signal", async () => {
  const start = standIns.start();
  await start.ready();
  const [database] = standIns.partPids();
  process.kill(database ?? 0, "SIGKILL");
  expect(await start.ended).toEqual({ code: 1, signal: null });
  expect(start.output()).toContain("database crashed: killed by SIGKILL.");
  expect(standIns.partPids().filter(isRunning)).toEqual([]);
});

test("a guard killed from outside takes its part and the rest with it", async () => {
  const start = standIns.start();
  await start.ready();
  const parts = standIns.partPids();
  const guard = processTree(start.pid).find((pid) => pid !== start.pid && !parts.includes(pid));
  process.kill(guard ?? 0, "SIGKILL");
  expect(await start.ended).toEqual({ code: 1, signal: null });
  expect(start.output()).toMatch(/crashed: killed by SIGKILL/);
  expect(standIns.partPids().filter(isRunning)).toEqual([]);
});

test("a part that cannot start is said, and it never says ready", async () => {
  const start = standIns.start({ STAND_IN_BROKEN: "qstash" });
  expect(await start.ended).toEqual({ code: 1, signal: null });
  expect(start.output()).toContain("qstash crashed: exit status 3.");
  expect(start.output()).toContain("qstash | cannot go on: the answer is not 42");
  expect(start.output()).not.toMatch(/^ready/m);
  expect(standIns.partPids().filter(isRunning)).toEqual([]);
});
