// The clean-up of old passes and the breaker.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { removeOldRuns } from "~/server/records/remove-old-runs";
import { isBreakerOpen } from "~/server/tweets/run-pass";
import { emptiedRoost } from "../support/shared-roost";

const { h } = emptiedRoost();
beforeEach(() => h.db.reconcilerRun.deleteMany());
const minuteMs = 60_000;

test("a clean-up of several batches opens no breaker that a later look has closed", async () => {
  const now = await h.clock.now();
  const oldMs = now.getTime() - policy.records.runsKeptMs - 10_000 * minuteMs;
  const run = (atMs: number, changes: object = {}) => {
    const at = new Date(atMs);
    return { id: randomUUID(), job: "orphans", holder: "test", startedAt: at, endedAt: at, ...changes };
  };
  // Tripped first, closed by the next look; since then no tweet was armed, so no look has told anything.
  const tripped = run(oldMs, { breaker: { messages: 50, vanished: 40, ghosts: 0 } });
  const closing = run(oldMs + minuteMs, { verdicts: { ALIVE: 50 } });
  const idle = Array.from({ length: 1500 }, (_, n) => run(oldMs + (n + 2) * minuteMs));
  // As a table stands whose pages were used again: where a row lies says nothing of when it was written.
  await h.db.reconcilerRun.createMany({ data: [run(now.getTime() - minuteMs), closing, ...idle, tripped] });
  await h.db.$executeRaw`ANALYZE "ReconcilerRun"`;
  expect(await isBreakerOpen(h.roost)).toBe(false);
  await removeOldRuns(h.roost, now, policy.records.batch);
  expect(await isBreakerOpen(h.roost)).toBe(false);
});
