import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isRunning, killTree, processTree } from "../support/processes";
import { prepareStandIns, type StandIns } from "../support/stand-in/start";
import { waitFor } from "../support/wait-for";

const promisedMs = 5_000;
const parts = ["web", "reconciler", "qstash", "x", "database"];
/** Five parts, each with a child of its own. */
const partProcesses = 10;

let standIns: StandIns;

beforeEach(async () => {
  standIns = await prepareStandIns();
});

afterEach(() => standIns.clean());

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends every process in order, with status 0",
  async (signal) => {
    const start = standIns.start();
    await start.ready();
    const guards = processTree(start.pid);
    start.kill(signal);
    expect(await start.ended).toEqual({ code: 0, signal: null });
    expect([...guards, ...standIns.partPids()].filter(isRunning)).toEqual([]);
    expect(standIns.partPids()).toHaveLength(partProcesses);
    const endings = standIns.endings();
    expect([endings[0], endings[1], endings.slice(2, 4).sort(), endings[4]]).toEqual([
      "web",
      "reconciler",
      ["qstash", "x"],
      "database",
    ]);
  },
);

test("parts that do not end when asked are killed, and all of it ends within 5 s with status 0", async () => {
  const start = standIns.start({ STAND_IN_STUBBORN: parts.join() });
  await start.ready();
  const askedAt = Date.now();
  start.kill("SIGINT");
  expect(await start.ended).toEqual({ code: 0, signal: null });
  expect(Date.now() - askedAt).toBeLessThan(promisedMs);
  expect(standIns.partPids().filter(isRunning)).toEqual([]);
});

test("SIGINT before it is ready ends it as cleanly as after", async () => {
  const start = standIns.start();
  await waitFor(() => standIns.partPids().length > 0);
  start.kill("SIGINT");
  expect(await start.ended).toEqual({ code: 0, signal: null });
  expect(standIns.partPids().filter(isRunning)).toEqual([]);
  expect(existsSync(join(standIns.dataDir, "lock.json"))).toBe(false);
});

test("kill -9 of the start leaves no process, not even a stubborn one", async () => {
  const start = standIns.start({ STAND_IN_STUBBORN: "web" });
  await start.ready();
  const tree = processTree(start.pid);
  start.kill("SIGKILL");
  await waitFor(() => ![...tree, ...standIns.partPids()].some(isRunning));
  expect(standIns.partPids()).toHaveLength(partProcesses);
});

test("after kill -9 of the start, the next one waits for what was left and keeps every port", async () => {
  const first = standIns.start({ STAND_IN_STUBBORN: "web" });
  await first.ready();
  first.kill("SIGKILL");
  await first.ended;
  const second = standIns.start();
  await second.ready();
  expect(second.output()).toContain("was killed");
  expect(second.output()).not.toContain("is taken");
  expect(second.output()).toContain(`ready  http://localhost:${standIns.ports.ROOST_WEB_PORT}`);
});

test("after kill -9 of the whole tree at once, the next start comes up on the same ports", async () => {
  const first = standIns.start();
  await first.ready();
  killTree(first.pid);
  await waitFor(() => !standIns.partPids().some(isRunning));
  const second = standIns.start();
  await second.ready();
  expect(second.output()).not.toContain("is taken");
});

test("kill -9 of the npm that runs it ends every process", async () => {
  const start = standIns.startThroughLauncher({ npm_lifecycle_event: "dev" });
  await start.ready();
  const tree = processTree(start.pid);
  start.kill("SIGKILL");
  await waitFor(() => ![...tree, ...standIns.partPids()].some(isRunning));
  expect(standIns.endings()).toHaveLength(parts.length);
  expect(existsSync(join(standIns.dataDir, "lock.json"))).toBe(false);
});
