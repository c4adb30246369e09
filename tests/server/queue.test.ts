import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { driftWorld, hourMs } from "../support/drift-world";
import { freePort } from "../support/free-port";

const { world, fault, scheduled } = driftWorld();
const { h, mira } = world;

async function evidenceCalls(): Promise<number> {
  const { requests } = await h.qstash("/_sandbox/requests");
  return Object.entries(requests as Record<string, number>)
    .filter(([call]) => /^GET .*(events|logs|messages)/.test(call))
    .reduce((sum, [, count]) => sum + count, 0);
}

describe("get_queue", () => {
  test("says that all queued tweets are in QStash, and when that was seen", async () => {
    await scheduled(3);
    h.clock.advance(10_000);
    const queue = await mira.caller.tweet.get_queue();
    expect(queue.truth).toMatchObject({ kind: "verified", queued: 3, pending: 0 });
    const age =
      queue.now.getTime() - (queue.truth.kind === "verified" ? (queue.truth.checkedAt?.getTime() ?? 0) : 0);
    expect(age).toBeLessThan(5000);
  });

  test("counts what is on hold apart: by its owner's pause, or with the whole app", async () => {
    await scheduled(2);
    const truth = async () => (await mira.caller.tweet.get_queue()).truth;
    expect(await truth()).toMatchObject({ kind: "verified", queued: 2, pending: 0, onHold: 0 });
    await mira.caller.account.pause({ accountId: mira.accountId });
    expect(await truth()).toMatchObject({ kind: "verified", queued: 0, pending: 0, onHold: 2 });
    await mira.caller.account.unpause({ accountId: mira.accountId });
    const since = await h.clock.now();
    await h.db.appHold.create({ data: { reason: "noCredits", since } });
    expect(await truth()).toMatchObject({ queued: 0, onHold: 2 });
    await h.db.appHold.update({ where: { reason: "noCredits" }, data: { until: since } });
    expect(await truth()).toMatchObject({ queued: 2, onHold: 0 });
    await h.db.appHold.deleteMany();
  });

  test("asks QStash nothing about rows that were checked in the last seconds", async () => {
    await scheduled(3);
    h.clock.advance(10_000);
    await mira.caller.tweet.get_queue();
    const before = await evidenceCalls();
    expect(before).toBeGreaterThan(0);
    await mira.caller.tweet.get_queue();
    expect(await evidenceCalls()).toBe(before);
  });

  test("asks about a tweet that was armed a moment ago: its arming is no check", async () => {
    const [tweet] = await scheduled();
    const { qstashId } = await h.db.tweet.findUniqueOrThrow({ where: { id: tweet?.id ?? "" } });
    await h.deleteMessage(qstashId ?? "");
    expect((await mira.caller.tweet.get_queue()).unscheduled).toMatchObject([{ id: tweet?.id }]);
  });

  test("asks QStash nothing at all when told not to verify", async () => {
    await scheduled(3);
    h.clock.advance(10_000);
    const before = await evidenceCalls();
    await mira.caller.tweet.get_queue({ verify: false });
    expect(await evidenceCalls()).toBe(before);
  });

  test.each([
    ["answers 500", { kind: "api-status", params: { status: 500 } }, "serverError"],
    ["answers 429", { kind: "api-status", params: { status: 429 } }, "rateLimited"],
    ["never answers", { kind: "api-hang" }, "timeout"],
    ["cuts the connection", { kind: "api-cut" }, "unreachable"],
  ])("shows the list, with a note, within its budget when QStash %s", async (_, body, kind) => {
    await scheduled(2);
    h.clock.advance(10_000);
    await fault(body);
    const startedMs = performance.now();
    const queue = await mira.caller.tweet.get_queue();
    expect(performance.now() - startedMs).toBeLessThan(policy.page.budgetMs + 500);
    expect(queue.upcoming).toHaveLength(2);
    expect(queue.upcoming.every(({ state }) => state === "queued")).toBe(true);
    expect(queue.truth).toMatchObject({ kind: "unverified", count: 2, why: { kind } });
    await h.qstash("/_sandbox/faults", { method: "DELETE" });
    expect((await mira.caller.tweet.get_queue()).truth).toMatchObject({ kind: "verified", queued: 2 });
  });

  test("shows the list when nothing listens at QStash's address", async () => {
    await scheduled(2);
    h.clock.advance(10_000);
    const down = h.variant({ QSTASH_URL: `http://127.0.0.1:${await freePort()}` });
    const queue = await h.callerOf(down, mira.userId).tweet.get_queue();
    expect(queue.upcoming).toHaveLength(2);
    expect(queue.truth).toMatchObject({ kind: "unverified", why: { kind: "unreachable" } });
  });

  test("gives a long queue page by page, each tweet once, in the order of its times", async () => {
    const count = policy.page.rows + 7;
    await scheduled(count);
    const first = await mira.caller.tweet.get_queue({ verify: false });
    expect(first.upcoming).toHaveLength(policy.page.rows);
    const second = await mira.caller.tweet.get_queue({ verify: false, cursor: first.nextCursor ?? "" });
    expect(second.nextCursor).toBeNull();
    const all = [...first.upcoming, ...second.upcoming];
    expect(new Set(all.map(({ id }) => id)).size).toBe(count);
    const times = all.map(({ scheduledFor }) => scheduledFor?.getTime() ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test("refuses a cursor that is not its own", async () => {
    await expect(mira.caller.tweet.get_queue({ cursor: "1; DROP TABLE" })).rejects.toThrow("Reload the page");
  });

  test("shows a tweet beyond the horizon as Pending, with when it goes to QStash", async () => {
    const [tweet] = await scheduled(1, policy.arm.horizonMs + 2 * hourMs);
    const queue = await mira.caller.tweet.get_queue();
    expect(queue.upcoming).toMatchObject([{ id: tweet?.id, state: "pending", pending: { error: null } }]);
    const armsAt = queue.upcoming[0]?.pending?.armsAt?.getTime() ?? 0;
    expect(armsAt).toBe((tweet?.scheduledFor?.getTime() ?? 0) - policy.arm.horizonMs);
  });

  test("of nobody's tweets is empty", async () => {
    expect((await mira.caller.tweet.get_queue()).truth).toEqual({ kind: "empty" });
  });
});
