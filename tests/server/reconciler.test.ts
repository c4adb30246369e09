import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { armWindow } from "~/server/tweets/arm-window";
import { runPass } from "~/server/tweets/run-pass";
import { sweep } from "~/server/tweets/sweep";
import { healthOf, serveHealth } from "../../reconciler/health";
import { takeLease } from "../../reconciler/lease";
import { freePort } from "../support/free-port";
import { newTweet } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const { h, mira } = emptiedRoost();

const hourMs = 3_600_000;
const root = fileURLToPath(new URL("../..", import.meta.url));

async function scheduled(aheadMs = 5 * hourMs) {
  return mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), aheadMs));
}

const stateOf = async (id: string) => (await mira.caller.tweet.get({ id })).state;
const ledgerOf = async (text: string) => (await h.x(`/_sandbox/tweets?text=${text}`)).tweets as unknown[];
const living = async () =>
  (await h.qstash("/_sandbox/messages?state=pending")).messages as { body: string }[];

describe("the sweep", () => {
  test("with QStash down posts what is due, once, even when two reconcilers sweep at once", async () => {
    const down = h.variant({ QSTASH_URL: `http://127.0.0.1:${await freePort()}` });
    const tweet = await h
      .callerOf(down, mira.userId)
      .tweet.schedule(newTweet(mira, await h.clock.now(), hourMs));
    expect(tweet.state).toBe("pending");
    expect(tweet.pending?.error).toContain("could not be reached");
    h.clock.advance(hourMs + policy.evidence.graceMs + 1000);
    const reports = await Promise.all([sweep(down), sweep(down)]);
    await Promise.all(reports.map(({ publications }) => publications));
    expect(await stateOf(tweet.id)).toBe("posted");
    expect(await ledgerOf(tweet.text)).toHaveLength(1);
  });

  test("leaves a due tweet to QStash until the grace is over", async () => {
    const tweet = await scheduled();
    h.clock.advance(5 * hourMs + policy.evidence.graceMs - 2000);
    await (await sweep(h.roost)).publications;
    expect(await stateOf(tweet.id)).toBe("queued");
    h.clock.advance(4000);
    await (await sweep(h.roost)).publications;
    expect(await stateOf(tweet.id)).toBe("posted");
  });

  test("arms what could not be armed, after its back-off", async () => {
    await h.qstash("/_sandbox/faults", {
      method: "POST",
      body: { kind: "api-status", params: { status: 500 } },
    });
    const tweet = await scheduled();
    expect(tweet).toMatchObject({ state: "pending" });
    await h.qstash("/_sandbox/faults", { method: "DELETE" });
    expect((await sweep(h.roost)).actions).toEqual({});
    h.clock.advance(policy.arm.firstRetryMs * (1 + policy.arm.retryJitter));
    expect((await sweep(h.roost)).actions).toMatchObject({ armed: 1 });
    expect(await stateOf(tweet.id)).toBe("queued");
    expect(await living()).toHaveLength(1);
  });

  test("never waits for a publication: X hanging on one tweet delays nothing else", async () => {
    const slow = await scheduled();
    const fault = { kind: "slow", params: { ms: 3000 }, match: { handle: mira.handle } };
    await h.x("/_sandbox/faults", { method: "POST", body: fault });
    const other = await h.signUp(`ada_${randomUUID().slice(0, 6)}`);
    const quick = await other.caller.tweet.schedule(newTweet(other, await h.clock.now(), 5 * hourMs));
    h.clock.advance(6 * hourMs - 60_000);
    const report = await sweep(h.roost);
    expect(report.actions).toMatchObject({ published: 2 });
    await waitFor(async () => (await other.caller.tweet.get({ id: quick.id })).state === "posted");
    expect(await stateOf(slow.id)).toBe("posting");
    await report.publications;
    expect(await stateOf(slow.id)).toBe("posted");
    await h.x("/_sandbox/faults", { method: "DELETE" });
  });

  test("over a quiet world asks QStash and X nothing and moves nothing", async () => {
    await scheduled();
    const events = await h.db.event.count();
    const { requests } = await h.qstash("/_sandbox/requests");
    await sweep(h.roost);
    expect((await h.qstash("/_sandbox/requests")).requests).toEqual(requests);
    expect(await h.db.event.count()).toBe(events);
  });

  test("takes up a publication whose process died before it sent anything", async () => {
    const tweet = await scheduled();
    h.clock.advance(5 * hourMs + 1000);
    const dying = {
      ...h.roost,
      publisher: { ...h.roost.publisher, token: () => Promise.reject(new Error("killed")) },
    };
    await (await sweep({ ...dying, clock: h.clock })).publications;
    h.clock.advance(policy.evidence.graceMs);
    await (await sweep(dying)).publications;
    expect(await stateOf(tweet.id)).toBe("posting");
    h.clock.advance(policy.publish.leaseMs + 1000);
    await (await sweep(h.roost)).publications;
    h.clock.advance(policy.evidence.graceMs + 1000);
    await (await sweep(h.roost)).publications;
    expect(await stateOf(tweet.id)).toBe("posted");
    expect(await ledgerOf(tweet.text)).toHaveLength(1);
  });
});

describe("the arm window", () => {
  test("arms all that entered the horizon, page after page, and nothing beyond it", async () => {
    const now = await h.clock.now();
    const inside = 130;
    const far = policy.arm.horizonMs + hourMs;
    const inputs = Array.from({ length: inside }, (_, index) => newTweet(mira, now, far + index * 1000));
    await Promise.all(inputs.map((input) => mira.caller.tweet.schedule(input)));
    await mira.caller.tweet.schedule(newTweet(mira, now, far + 10 * hourMs));
    expect(await living()).toHaveLength(0);
    h.clock.advance(2 * hourMs);
    const report = await armWindow(h.roost);
    expect(report.actions).toEqual({ armed: inside });
    expect(await living()).toHaveLength(inside);
  });

  test("arms the others of a batch in which one was put off for longer than QStash keeps a message", async () => {
    const now = await h.clock.now();
    const far = policy.arm.horizonMs + hourMs;
    const [putOff, other] = await Promise.all([scheduled(far), scheduled(far)]);
    const nextAttemptAt = new Date(now.getTime() + 10 * 24 * hourMs);
    await h.db.tweet.update({ where: { id: putOff.id }, data: { nextAttemptAt, latenessLimitS: null } });
    h.clock.advance(2 * hourMs);
    expect((await armWindow(h.roost)).actions).toEqual({ armed: 1 });
    expect(await living()).toMatchObject([{ body: expect.stringContaining(other.id) }]);
  });

  test("run again arms nothing twice", async () => {
    await scheduled();
    expect((await armWindow(h.roost)).seen).toBe(0);
    expect(await living()).toHaveLength(1);
  });
});

describe("the reconciler", () => {
  test("gives its lease to one holder, and to another once it is over", async () => {
    expect(await takeLease(h.roost, "sweep", "one")).toBe(true);
    expect(await takeLease(h.roost, "sweep", "two")).toBe(false);
    expect(await takeLease(h.roost, "sweep", "one")).toBe(true);
    await h.db.lease.update({ where: { name: "sweep" }, data: { until: new Date(0) } });
    expect(await takeLease(h.roost, "sweep", "two")).toBe(true);
  });

  test("records each pass with what it saw and did, also one that failed", async () => {
    await scheduled();
    await runPass(h.roost, "sweep", "test", () => sweep(h.roost));
    const failing = runPass(h.roost, "sweep", "test", () => Promise.reject(new Error("the cable is out")));
    await expect(failing).rejects.toThrow("the cable is out");
    const runs = await h.db.reconcilerRun.findMany({ orderBy: { startedAt: "desc" }, take: 2 });
    expect(runs.map(({ error }) => error)).toEqual(["the cable is out", null]);
    expect(runs.every(({ endedAt }) => endedAt !== null)).toBe(true);
  });

  test("is unhealthy when no sweep has ended well for two and a half minutes", () => {
    const quiet = (ms: number) => healthOf({ quietMs: () => ms, lastGoodSweepAt: () => null });
    expect(quiet(149_000).ok).toBe(true);
    expect(quiet(151_000)).toMatchObject({ ok: false });
    expect(quiet(151_000).message).toContain("151 s");
  });

  test("answers HEAD /healthz as it does GET, without a body", async () => {
    let ms = 600_000;
    const worker = { quietMs: () => ms, lastGoodSweepAt: () => null, stop: async () => {} };
    const { server, port } = await serveHealth(worker, 0, "127.0.0.1");
    const ask = async (method: string, path = "/healthz") => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
      return { status: response.status, body: await response.text() };
    };
    try {
      expect(await ask("HEAD")).toEqual({ status: 503, body: "" });
      expect(await ask("GET")).toMatchObject({ status: 503, body: expect.stringContaining("No sweep") });
      ms = 0;
      expect(await ask("HEAD")).toEqual({ status: 200, body: "" });
      expect(await ask("GET")).toMatchObject({ status: 200 });
      expect(await ask("HEAD", "/")).toEqual({ status: 404, body: "" });
      expect(await ask("POST")).toMatchObject({ status: 404 });
    } finally {
      server.close();
    }
  });

  test("as a process runs one pass by hand and prints what it did", async () => {
    const tweet = await scheduled();
    const { qstashId } = await h.db.tweet.findUniqueOrThrow({ where: { id: tweet.id } });
    await h.deleteMessage(qstashId ?? "");
    const { output, status } = await runReconciler(["--once", "orphans"]);
    expect(status).toBe(0);
    expect(output).toContain("orphans: 1 tweets looked at");
    expect(output).toContain("unscheduled 1");
    expect(await stateOf(tweet.id)).toBe("unscheduled");
  });

  test("as a process refuses an unknown pass with a sentence", async () => {
    const { output, status } = await runReconciler(["--once", "everything"]);
    expect(status).toBe(1);
    expect(output).toContain(
      'There is no pass "everything". Choose one of: sweep, orphans, window, media, records, settle.',
    );
  });

  test("as a process answers /healthz and ends cleanly on SIGTERM", async () => {
    const child = startReconciler([], { RECONCILER_PORT: "0" });
    const address = await waitFor(() => /http:\/\/\S+healthz/.exec(child.output())?.[0], {
      timeoutMs: 30_000,
    });
    await waitFor(async () => (await (await fetch(address)).json()).lastGoodSweepAt);
    expect((await fetch(address)).status).toBe(200);
    child.process.kill("SIGTERM");
    const [status] = await once(child.process, "exit");
    expect(status).toBe(0);
  });
});

function startReconciler(args: string[], extra: Record<string, string> = {}) {
  const variables = Object.fromEntries(Object.entries(h.env).map(([name, value]) => [name, String(value)]));
  const process_ = spawn(process.execPath, ["--import", "tsx", "reconciler/main.ts", ...args], {
    cwd: root,
    env: { ...variables, PATH: process.env.PATH, NODE_ENV: "test", LOG_LEVEL: "silent", ...extra },
  });
  let output = "";
  for (const stream of [process_.stdout, process_.stderr]) stream.on("data", (chunk) => (output += chunk));
  return { process: process_, output: () => output };
}

async function runReconciler(args: string[]): Promise<{ output: string; status: number | null }> {
  const child = startReconciler(args);
  const [status] = (await once(child.process, "exit")) as [number | null];
  return { output: child.output(), status };
}
