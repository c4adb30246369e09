// What the reconciler's passes leave in the database, and for how long.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { cleanUpRecords } from "~/server/records/clean-up";
import { removeOldRuns } from "~/server/records/remove-old-runs";
import { emptyReport } from "~/server/tweets/pass-report";
import { isBreakerOpen, type Job, lastGoodEnd, runPass } from "~/server/tweets/run-pass";
import { emptiedRoost } from "../support/shared-roost";

const { h } = emptiedRoost();
const { runsKeptMs } = policy.records;
const hourMs = 3_600_000;

beforeEach(() => h.db.reconcilerRun.deleteMany());

const run = (job: Job, changes: object = {}) =>
  runPass(h.roost, job, "test", async () => ({ ...emptyReport(), ...changes }));
const runs = () => h.db.reconcilerRun.findMany({ orderBy: { startedAt: "asc" } });

describe("the record of a pass", () => {
  test("goes after 30 days and not an hour sooner, once a later one of its job went well", async () => {
    await run("sweep");
    await runPass(h.roost, "sweep", "test", () => Promise.reject(new Error("down"))).catch(() => undefined);
    h.clock.advance(runsKeptMs - hourMs);
    await run("sweep");
    await cleanUpRecords(h.roost);
    expect(await runs()).toHaveLength(3);
    h.clock.advance(2 * hourMs);
    expect((await cleanUpRecords(h.roost)).actions).toEqual({ "runs removed": 2 });
    expect(await runs()).toHaveLength(1);
  });

  test("stays where it tells when its job last went well, however old", async () => {
    await run("records");
    const endedAt = await lastGoodEnd(h.roost, "records");
    h.clock.advance(runsKeptMs + hourMs);
    await runPass(h.roost, "records", "test", () => Promise.reject(new Error("down"))).catch(() => undefined);
    await cleanUpRecords(h.roost);
    expect(await lastGoodEnd(h.roost, "records")).toEqual(endedAt);
  });

  test("stays where it holds the breaker open: no look that saw nothing closes it by its age", async () => {
    await run("orphans", { breaker: { messages: 50, vanished: 40, ghosts: 0 } });
    h.clock.advance(runsKeptMs + hourMs);
    await run("orphans", { verdicts: { UNKNOWN: 50 } });
    await cleanUpRecords(h.roost);
    expect(await isBreakerOpen(h.roost)).toBe(true);
    await run("orphans", { verdicts: { ALIVE: 50 } });
    await cleanUpRecords(h.roost);
    expect([await isBreakerOpen(h.roost), (await runs()).length]).toEqual([false, 2]);
  });

  test("is one of many that go a batch at a time", async () => {
    for (let count = 0; count < 6; count += 1) await run("sweep");
    h.clock.advance(runsKeptMs + hourMs);
    await run("sweep");
    expect(await removeOldRuns(h.roost, await h.clock.now(), 2)).toBe(6);
  });

  test("says what went wrong without a text, a token or the way into the database", async () => {
    const secrets = ["my secret plan", "hunter2", "sig_test_current"];
    const failures = [
      'Invalid `prisma.tweet.update()` invocation:\n{ text: "my secret plan" }\nThe line was cut.',
      "no answer from postgres://roost:hunter2@db:5432/roost with sig_test_current",
      'Foreign key "Part_tweetId_fkey" is not there.',
    ];
    for (const message of failures) {
      await runPass(h.roost, "sweep", randomUUID(), () => Promise.reject(new Error(message))).catch(
        () => undefined,
      );
    }
    const kept = (await runs()).map(({ error }) => error);
    expect(kept).toEqual([
      "The line was cut.",
      "no answer from postgres://[hidden]@db:5432/roost with [hidden]",
      'Foreign key "Part_tweetId_fkey" is not there.',
    ]);
    const logged = h.logLines.filter((line) => line.includes("pass_failed")).join("");
    expect(secrets.slice(0, 2).filter((secret) => logged.includes(secret))).toEqual([]);
  });
});
