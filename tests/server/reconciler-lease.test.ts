import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyReport } from "~/server/tweets/pass-report";
import { runPass } from "~/server/tweets/run-pass";
import { healthOf } from "../../reconciler/health";
import type { JobPlan } from "../../reconciler/jobs";
import { takeLease } from "../../reconciler/lease";
import { startWorker, type Worker } from "../../reconciler/worker";
import type { Harness } from "../support/roost-harness";
import { sharedRoost } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const h = sharedRoost();
const workers: Worker[] = [];

beforeEach(async () => {
  await h.db.lease.deleteMany();
  await h.db.reconcilerRun.deleteMany();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});

const everySecond = "* * * * * *";
const sweepPlan = (run: JobPlan["run"]): JobPlan => ({ job: "sweep", cron: everySecond, run });
const good = sweepPlan(async () => emptyReport());
const failing = sweepPlan(() => Promise.reject(new Error("the cable is out")));

const thrown = { error: "the cable is out", endedAt: { not: null } };

function start(plan: JobPlan, options: { roost?: Harness["roost"]; stopTimeoutMs?: number } = {}): Worker {
  const { roost = h.roost, stopTimeoutMs } = options;
  const worker = startWorker(roost, "UTC", {
    plans: [plan],
    ...(stopTimeoutMs === undefined ? {} : { stopTimeoutMs }),
  });
  workers.push(worker);
  return worker;
}

async function recordedSweep(agoMs: number, error: string | null): Promise<void> {
  const now = await h.clock.now();
  const at = new Date(now.getTime() - agoMs);
  await h.db.reconcilerRun.create({
    data: { id: randomUUID(), job: "sweep", holder: "another", startedAt: at, endedAt: at, error },
  });
}

describe("a reconciler whose passes fail", () => {
  test("gives its lease back", async () => {
    const failed = start(failing);
    await waitFor(() => h.db.reconcilerRun.count({ where: thrown }));
    await waitFor(() => takeLease(h.roost, "sweep", "another"));
    expect(failed.lastGoodSweepAt()).toBeNull();
  });

  test("lets a healthy one go before it, though cron rings for both in the same second", async () => {
    let yields = 0;
    let isGateOpen = false;
    const sleep = async () => {
      yields += 1;
      await waitFor(() => isGateOpen);
    };
    start(failing, { roost: { ...h.roost, clock: { ...h.clock, sleep } } });
    try {
      await waitFor(() => yields > 0);
      start(good);
      await waitFor(() => h.db.reconcilerRun.count({ where: { error: null, endedAt: { not: null } } }));
      expect(await h.db.reconcilerRun.count({ where: thrown })).toBe(1);
    } finally {
      isGateOpen = true;
    }
  });
});

describe("a reconciler that is refused the lease", () => {
  beforeEach(async () => {
    expect(await takeLease(h.roost, "sweep", "another")).toBe(true);
  });

  test("turns red where the holder's sweeps all fail", async () => {
    await recordedSweep(200_000, null);
    await recordedSweep(1000, "the cable is out");
    const worker = start(good);
    const seenAt = await waitFor(() => worker.lastGoodSweepAt());
    expect(Date.now() - seenAt.getTime()).toBeGreaterThan(195_000);
    expect(healthOf(worker)).toMatchObject({ ok: false });
  });

  test("is green while the holder's sweeps go well, also where some rows failed", async () => {
    await runPass(h.roost, "sweep", "another", async () => ({ ...emptyReport(), errors: 3 }));
    const worker = start(good);
    await waitFor(() => worker.lastGoodSweepAt());
    expect(healthOf(worker)).toMatchObject({ ok: true });
  });

  test("counts a sweep that ended before the database's clock was set back as the latest", async () => {
    await recordedSweep(-3_600_000, null);
    const worker = start(good);
    await waitFor(() => worker.lastGoodSweepAt());
    expect(worker.quietMs()).toBeGreaterThanOrEqual(0);
    expect(healthOf(worker)).toMatchObject({ ok: true });
  });

  test("takes it where it was given before the database's clock was set back", async () => {
    const until = new Date((await h.clock.now()).getTime() + 3_600_000);
    await h.db.lease.updateMany({ where: { name: "sweep" }, data: { until } });
    expect(await takeLease(h.roost, "sweep", "one more")).toBe(true);
  });

  test("was never well where no sweep of anybody ended", async () => {
    const from = h.logLines.length;
    const refusals = () => h.logLines.slice(from).filter((line) => line.includes("pass.lease_refused"));
    const worker = start(good);
    await waitFor(() => refusals().length > 1);
    expect(worker.lastGoodSweepAt()).toBeNull();
  });
});

test("the pass that a reconciler begins with and cron's first ring are never two at once", async () => {
  const from = h.logLines.length;
  const skipped = () => h.logLines.slice(from).some((line) => line.includes("pass.still_under_way"));
  let begun = 0;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  start(
    sweepPlan(async () => {
      begun += 1;
      await ended;
      return emptyReport();
    }),
  );
  try {
    await waitFor(() => skipped() || begun > 1);
    expect(begun).toBe(1);
  } finally {
    end();
  }
  await waitFor(() => begun > 1);
});

describe("stopping", () => {
  test("waits for no pass that hangs, and says which was left", async () => {
    const worker = start(
      sweepPlan(() => new Promise(() => {})),
      { stopTimeoutMs: 50 },
    );
    await waitFor(() => h.db.reconcilerRun.count());
    await worker.stop();
    const left = h.logLines.filter((line) => line.includes("reconciler.left_under_way"));
    expect(left).toHaveLength(1);
    expect(JSON.parse(left[0] ?? "{}")).toMatchObject({ left: ["sweep"] });
  });

  test("waits for what ends in time, publications too, and leaves nothing", async () => {
    let isPublished = false;
    let publish = () => {};
    const publications = new Promise<void>((resolve) => {
      publish = () => {
        isPublished = true;
        resolve();
      };
    });
    const worker = start(sweepPlan(async () => ({ ...emptyReport(), publications })));
    await waitFor(() => h.db.reconcilerRun.count({ where: { endedAt: { not: null } } }));
    const from = h.logLines.length;
    const stopping = worker.stop();
    publish();
    await stopping;
    expect(isPublished).toBe(true);
    expect(h.logLines.slice(from).filter((line) => line.includes("left_under_way"))).toEqual([]);
  });
});
