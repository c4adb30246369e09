import { describe, expect, test } from "vitest";
import { waitFor } from "../support/wait-for";
import { clockedSandbox } from "./qstash-shared";
import { publish, startSandbox } from "./qstash-support";

const dayMs = 86_400_000;

const { clock, sandbox, destination } = clockedSandbox();

/** Lets each retry come at its time; returns the milliseconds between one attempt's end and the next. */
async function gaps(messageId: string, count: number): Promise<number[]> {
  const seen: number[] = [];
  for (let n = 0; n < count; n += 1) {
    await waitFor(async () => (await sandbox.message(messageId))?.retried === n + 1);
    const dueAt = (await sandbox.message(messageId))?.dueAt ?? 0;
    seen.push(dueAt - clock.now());
    clock.advance(dueAt - clock.now() - 1);
    expect(destination.deliveries).toHaveLength(n + 1);
    clock.advance(1);
    await destination.until(n + 2);
  }
  return seen;
}

describe("retries", () => {
  test("come after 12 s, 2m28s, 30m8s, 6h7m6s and a day, then the DLQ", async () => {
    destination.answerWith(() => ({ status: 500, body: "no" }));
    const { messageId } = await publish(sandbox, { url: destination.url, retries: 5 });
    expect(await gaps(messageId, 5)).toEqual([12_000, 148_000, 1_808_000, 22_026_000, dayMs]);
    await sandbox.untilState(messageId, "FAILED");
    expect(destination.deliveries.map((delivery) => delivery.headers["upstash-retried"])).toEqual([
      "0",
      "1",
      "2",
      "3",
      "4",
      "5",
    ]);
  });

  test("follow the message's own expression, in milliseconds", async () => {
    destination.answerWith(() => ({ status: 503 }));
    const retryDelay = "max(1000, pow(2, retried) * 700) + round(0.4)";
    const { messageId } = await publish(sandbox, { url: destination.url, retries: 3, retryDelay });
    expect(await gaps(messageId, 3)).toEqual([1000, 1400, 2800]);
  });

  test("follow Retry-After and the X-RateLimit-Reset family: seconds, a Go duration, a date", async () => {
    const date = new Date(clock.now() + 7_200_000);
    date.setMilliseconds(0);
    const headers: Record<string, string>[] = [
      { "Retry-After": "10" },
      { "X-RateLimit-Reset": "6m5s" },
      { "X-RateLimit-Reset-Requests": "1.5s" },
      { "Retry-After": date.toUTCString() },
      { "X-RateLimit-Reset-Tokens": "0" },
    ];
    destination.answerWith(() => ({ status: 429, headers: headers[destination.deliveries.length - 1] }));
    const { messageId } = await publish(sandbox, { url: destination.url, retries: 5, retryDelay: "1" });
    const startMs = clock.now();
    const [first, second, third, fourth] = await gaps(messageId, 4);
    expect([first, second, third]).toEqual([10_000, 365_000, 1500]);
    expect(startMs + 10_000 + 365_000 + 1500 + (fourth ?? 0)).toBe(date.getTime());
    await destination.until(6);
    await sandbox.untilState(messageId, "FAILED");
  });

  test("fall back to the back-off when more than a day is asked for", async () => {
    const resetAt = String(Math.floor(clock.now() / 1000) + 60);
    destination.answerWith(() => ({ status: 429, headers: { "X-RateLimit-Reset": resetAt } }));
    const { messageId } = await publish(sandbox, { url: destination.url, retries: 1 });
    expect(await gaps(messageId, 1)).toEqual([12_000]);
  });

  test("an answer that does not come in time is a failed attempt", async () => {
    destination.answerWith(() => new Promise(() => {}));
    const { messageId } = await publish(sandbox, { url: destination.url, retries: 1, timeout: 30 });
    await destination.until(1);
    clock.advance(29_999);
    expect((await sandbox.message(messageId))?.state).toBe("ACTIVE");
    clock.advance(1);
    await sandbox.untilState(messageId, "RETRY");
    const { logs } = await sandbox.connect().logs({ messageIds: [messageId] });
    expect(logs.find((log) => log.state === "ERROR")?.error).toContain("30000 ms");
  });
});

describe("cancelling", () => {
  test("is logged at once, and honoured at the next delivery time", async () => {
    const { messageId } = await publish(sandbox, { url: destination.url, delay: 3600 });
    const { messages } = sandbox.connect();
    expect(await messages.cancel(messageId)).toEqual({ cancelled: 1 });
    expect(await sandbox.states(messageId)).toEqual(["CANCEL_REQUESTED", "CREATED"]);
    await expect(messages.get(messageId)).rejects.toMatchObject({ status: 404 });
    await expect(messages.cancel(messageId)).rejects.toMatchObject({ status: 404 });
    clock.advance(3_600_000);
    await sandbox.untilState(messageId, "CANCELLED");
    expect(await sandbox.states(messageId)).toEqual(["CANCELLED", "CANCEL_REQUESTED", "CREATED"]);
    expect(destination.deliveries).toEqual([]);
  });

  test("a moment before its time still stops a message, in a flow-control line too", async () => {
    const flowControl = { key: "acct-1", parallelism: 1 };
    const requests = [{}, { flowControl }, { flowControl }].map((more) => ({
      url: destination.url,
      delay: 60,
      ...more,
    }));
    const ids: string[] = [];
    for (const request of requests) ids.push((await publish(sandbox, request)).messageId);
    clock.advance(59_999);
    await waitFor(async () => (await sandbox.messages()).every((message) => message.phase === "held"));
    const [kept = "", ...cancelled] = ids.toReversed();
    await sandbox.connect().messages.cancel(cancelled);
    clock.advance(1);
    await sandbox.untilState(kept, "DELIVERED");
    for (const id of cancelled) await sandbox.untilState(id, "CANCELLED");
    expect(destination.deliveries.map((d) => d.headers["upstash-message-id"])).toEqual([kept]);
  });

  test("stops the retries of a message whose delivery is under way, not that delivery", async () => {
    let release = () => {};
    destination.answerWith(async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return { status: 500 };
    });
    const { messageId } = await publish(sandbox, { url: destination.url });
    await destination.until(1);
    await sandbox.connect().messages.cancel(messageId);
    release();
    await waitFor(async () => (await sandbox.message(messageId))?.phase === "waiting");
    clock.advance(12_000);
    await sandbox.untilState(messageId, "CANCELLED");
    expect(destination.deliveries).toHaveLength(1);
  });
});

test("a deduplication id is free again after ten minutes, and not before", async () => {
  const request = { url: destination.url, deduplicationId: "tweet-1-1", delay: 3600 };
  const first = await publish(sandbox, request);
  clock.advance(599_999);
  expect(await publish(sandbox, request)).toEqual({ messageId: first.messageId, deduplicated: true });
  clock.advance(1);
  const second = await publish(sandbox, request);
  expect(second).not.toHaveProperty("deduplicated");
  expect(second.messageId).not.toBe(first.messageId);
});

test("flow control by rate starts so many in each period", async () => {
  const flowControl = { key: "acct-1", rate: 2, period: "1m" as const };
  await sandbox
    .connect()
    .batch(Array.from({ length: 5 }, (_, n) => ({ url: destination.url, body: String(n), flowControl })));
  const untilDelivered = (count: number) =>
    waitFor(async () => (await sandbox.messages("?state=DELIVERED")).length === count);
  await untilDelivered(2);
  clock.advance(59_999);
  expect(destination.deliveries).toHaveLength(2);
  clock.advance(1);
  await untilDelivered(4);
  clock.advance(60_000);
  await untilDelivered(5);
  expect(
    destination.deliveries
      .map((delivery) => delivery.body)
      .slice(0, 2)
      .sort(),
  ).toEqual(["0", "1"]);
});

test("log rows are gone after the plan's three days while their message is alive", async () => {
  const { messageId } = await publish(sandbox, { url: destination.url, delay: 500_000 });
  clock.advance(3 * dayMs - 1);
  expect(await sandbox.states(messageId)).toEqual(["CREATED"]);
  clock.advance(1);
  expect(await sandbox.states(messageId)).toEqual([]);
  expect(await sandbox.connect().messages.get(messageId)).toMatchObject({ messageId });
});

test("an idle sandbox sets no timer but the earliest message's", async () => {
  let timers = 0;
  const counting = {
    now: clock.now,
    setTimer: (...args: Parameters<typeof clock.setTimer>) => {
      timers += 1;
      return clock.setTimer(...args);
    },
  };
  const idle = await startSandbox({ clock: counting });
  try {
    await publish(idle, { url: destination.url, delay: 3600 });
    await publish(idle, { url: destination.url, delay: 7200 });
    expect(timers).toBe(1);
    clock.advance(3_590_000);
    expect(timers).toBe(1);
  } finally {
    await idle.end();
  }
});
