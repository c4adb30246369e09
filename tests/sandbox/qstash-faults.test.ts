import { QstashRatelimitError, SignatureError } from "@upstash/qstash";
import { describe, expect, test } from "vitest";
import { waitFor } from "../support/wait-for";
import { clockedSandbox } from "./qstash-shared";
import { publish, verify } from "./qstash-support";

const { clock, sandbox, destination } = clockedSandbox();

const later = () => ({ url: destination.url, delay: 3600 });

describe("the menu", () => {
  test("adds, lists and removes faults, and says what is wrong with a bad one", async () => {
    const { id } = await sandbox.addFault({
      kind: "api-slow",
      params: { ms: 5 },
      match: { path: "/v2/logs" },
    });
    await sandbox.addFault({ kind: "deliver-twice", count: 3 });
    const list = async () => JSON.parse((await sandbox.call("/_sandbox/faults")).body).faults;
    expect(await list()).toMatchObject([
      { id, kind: "api-slow", params: { ms: 5 }, match: { path: "/v2/logs" } },
      { kind: "deliver-twice", count: 3 },
    ]);
    await sandbox.call(`/_sandbox/faults/${id}`, { method: "DELETE" });
    expect(await list()).toHaveLength(1);
    const removed = await sandbox.call("/_sandbox/faults", { method: "DELETE" });
    expect(JSON.parse(removed.body)).toEqual({ removed: 1 });
    const bad = await sandbox.call("/_sandbox/faults", {
      method: "POST",
      body: '{"kind":"api-slow","params":{}}',
    });
    expect(bad.status).toBe(400);
    expect(JSON.parse(bad.body).error).toContain("ms");
  });

  test("a counted fault happens so often, and outlives a restart with what is left of it", async () => {
    await sandbox.addFault({ kind: "api-status", params: { status: 503 }, count: 2 });
    expect((await sandbox.api("GET", "/v2/keys")).status).toBe(503);
    await sandbox.restart();
    expect((await sandbox.api("GET", "/v2/keys")).status).toBe(503);
    expect((await sandbox.api("GET", "/v2/keys")).status).toBe(200);
  });

  test("a fault happens only to what it matches", async () => {
    await sandbox.addFault({
      kind: "api-status",
      params: { status: 500 },
      match: { method: "GET", path: "/v2/messages" },
    });
    const { messageId } = await publish(sandbox, later());
    await expect(sandbox.connect().messages.get(messageId)).rejects.toMatchObject({ status: 500 });
    expect(await sandbox.connect().messages.cancel(messageId)).toEqual({ cancelled: 1 });
    await sandbox.addFault({ kind: "publish-lost", match: { label: "a", body: "tweet-1", path: "/post" } });
    const url = `${destination.url}/post`;
    await publish(sandbox, { ...later(), url, label: "b", body: "tweet-1" });
    await publish(sandbox, { ...later(), url, label: ["c", "a"], body: "x tweet-1 x" });
    expect((await sandbox.messages()).map((message) => message.state)).toEqual([
      "CANCEL_REQUESTED",
      "CREATED",
      "LOST",
    ]);
  });

  test("reset empties messages, log, DLQ, deduplication and faults", async () => {
    await sandbox.addFault({ kind: "deliver-twice" });
    const request = { ...later(), deduplicationId: "1" };
    await publish(sandbox, request);
    await sandbox.call("/_sandbox/reset", { method: "POST" });
    expect(await sandbox.messages()).toEqual([]);
    expect((await sandbox.connect().logs()).logs).toEqual([]);
    expect(JSON.parse((await sandbox.call("/_sandbox/faults")).body).faults).toEqual([]);
    expect(await publish(sandbox, request)).not.toHaveProperty("deduplicated");
  });
});

describe("the API", () => {
  test("429 is the SDK's rate-limit error, and nothing was done", async () => {
    await sandbox.addFault({ kind: "api-status", params: { status: 429 } });
    const failure = await publish(sandbox, later()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(QstashRatelimitError);
    expect(String(failure)).toContain('"limit":"100"');
    expect(await sandbox.messages()).toEqual([]);
  });

  test("a status may come after it was done, with a body and headers of choice", async () => {
    const params = { status: 500, when: "after", body: "<html>", headers: { "X-Why": "fault" } };
    await sandbox.addFault({ kind: "api-status", params });
    const { status, body, headers } = await sandbox.api("POST", `/v2/publish/${destination.url}`, {
      "Upstash-Delay": "1h",
    });
    expect([status, body, headers.get("x-why")]).toEqual([500, "<html>", "fault"]);
    expect(await sandbox.messages()).toHaveLength(1);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ])("it hangs %s doing it", async (when, kept) => {
    await sandbox.addFault({ kind: "api-hang", params: { when } });
    const giveUp = new AbortController();
    const call = fetch(`${sandbox.url}/v2/publish/${destination.url}?qstash_token=token-of-the-test`, {
      method: "POST",
      headers: { "Upstash-Delay": "1h" },
      signal: giveUp.signal,
    });
    await waitFor(async () => JSON.parse((await sandbox.call("/_sandbox/requests")).body).total === 1);
    await waitFor(async () => (await sandbox.messages()).length === kept);
    giveUp.abort();
    await expect(call).rejects.toThrow("abort");
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ])("the connection is cut %s it is done", async (when, kept) => {
    await sandbox.addFault({ kind: "api-cut", params: { when }, count: 1 });
    await expect(publish(sandbox, later())).rejects.toThrow("fetch failed");
    expect(await sandbox.messages()).toHaveLength(kept);
  });

  test("it is slow", async () => {
    await sandbox.addFault({ kind: "api-slow", params: { ms: 5000 } });
    let isDone = false;
    const publishing = publish(sandbox, later()).then(() => {
      isDone = true;
    });
    await waitFor(async () => JSON.parse((await sandbox.call("/_sandbox/requests")).body).total === 1);
    expect(isDone).toBe(false);
    await waitFor(() => {
      clock.advance(5000);
      return isDone;
    });
    await publishing;
  });
});

describe("messages", () => {
  test("lost: publish answers with an id that nobody knows", async () => {
    await sandbox.addFault({ kind: "publish-lost", count: 1 });
    const { messageId } = await publish(sandbox, { url: destination.url });
    await expect(sandbox.connect().messages.get(messageId)).rejects.toMatchObject({ status: 404 });
    expect(await sandbox.states(messageId)).toEqual([]);
    const kept = await publish(sandbox, { url: destination.url });
    await sandbox.untilState(kept.messageId, "DELIVERED");
    expect(destination.deliveries.map((d) => d.headers["upstash-message-id"])).toEqual([kept.messageId]);
  });

  test("never delivered: it looks alive for ever, and can be cancelled", async () => {
    await sandbox.addFault({ kind: "deliver-never", count: 1 });
    const { messageId } = await publish(sandbox, later());
    clock.advance(3_600_000);
    await waitFor(async () => (await sandbox.message(messageId))?.dueAt === null);
    expect(await sandbox.connect().messages.get(messageId)).toMatchObject({ messageId });
    expect(await sandbox.states(messageId)).toEqual(["CREATED"]);
    await sandbox.connect().messages.cancel(messageId);
    await sandbox.untilState(messageId, "CANCELLED");
    expect(destination.deliveries).toEqual([]);
  });

  test("late: its delivery starts so much after its time", async () => {
    await sandbox.addFault({ kind: "deliver-late", params: { ms: 60_000 } });
    const { messageId } = await publish(sandbox, later());
    clock.advance(3_600_000);
    const dueAt = clock.now() + 60_000;
    await waitFor(async () => (await sandbox.message(messageId))?.dueAt === dueAt);
    clock.advance(59_999);
    expect(destination.deliveries).toEqual([]);
    clock.advance(1);
    await sandbox.untilState(messageId, "DELIVERED");
  });

  test("twice: both deliveries are under way at once, with one id", async () => {
    await sandbox.addFault({ kind: "deliver-twice" });
    let release = () => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    destination.answerWith(async () => {
      await both;
      return { status: 200 };
    });
    const { messageId } = await publish(sandbox, { url: destination.url });
    await destination.until(2);
    release();
    await sandbox.untilState(messageId, "DELIVERED");
    expect(destination.deliveries.map((d) => d.headers["upstash-message-id"])).toEqual([
      messageId,
      messageId,
    ]);
  });

  test("again: it is delivered once more after its success, freshly signed", async () => {
    await sandbox.addFault({ kind: "deliver-again", params: { ms: 10_000 } });
    const { messageId } = await publish(sandbox, { url: destination.url });
    await sandbox.untilState(messageId, "DELIVERED");
    clock.advance(10_000);
    const [first, second] = await destination.until(2);
    expect(second?.headers["upstash-message-id"]).toBe(first?.headers["upstash-message-id"]);
    expect(second?.headers["upstash-signature"]).not.toBe(first?.headers["upstash-signature"]);
  });

  test("unheard: a success counts as failed, and is tried again", async () => {
    await sandbox.addFault({ kind: "deliver-unheard", count: 1 });
    const { messageId } = await publish(sandbox, { url: destination.url });
    await sandbox.untilState(messageId, "RETRY");
    clock.advance(12_000);
    await sandbox.untilState(messageId, "DELIVERED");
    expect(destination.deliveries).toHaveLength(2);
  });

  test.each(["key", "body", "url", "expired"])(
    "forged by another %s: the real Receiver refuses it",
    async (how) => {
      await sandbox.addFault({ kind: "deliver-forged", params: { how }, count: 1 });
      await publish(sandbox, { url: destination.url, body: "tweet" });
      const [delivery] = await destination.until(1);
      if (!delivery) throw new Error("nothing came");
      await expect(verify(delivery, destination.url)).rejects.toThrow(SignatureError);
    },
  );

  test("forged by leaving the signature out", async () => {
    await sandbox.addFault({ kind: "deliver-forged", params: { how: "missing" } });
    await publish(sandbox, { url: destination.url });
    expect((await destination.until(1))[0]?.headers).not.toHaveProperty("upstash-signature");
  });

  test("get-lag: GET still shows for a while what was delivered or cancelled", async () => {
    await sandbox.addFault({ kind: "get-lag", params: { ms: 5000 } });
    const { messages } = sandbox.connect();
    const delivered = await publish(sandbox, { url: destination.url });
    await sandbox.untilState(delivered.messageId, "DELIVERED");
    const cancelled = await publish(sandbox, later());
    await messages.cancel(cancelled.messageId);
    for (const { messageId } of [delivered, cancelled]) {
      expect(await messages.get(messageId)).toMatchObject({ messageId });
    }
    clock.advance(5000);
    for (const { messageId } of [delivered, cancelled]) {
      await expect(messages.get(messageId)).rejects.toMatchObject({ status: 404 });
    }
  });
});

describe("the log", () => {
  test("lags: rows show when they are old enough", async () => {
    await sandbox.addFault({ kind: "logs-lag", params: { ms: 3000 } });
    const { messageId } = await publish(sandbox, later());
    clock.advance(2999);
    expect(await sandbox.states(messageId)).toEqual([]);
    clock.advance(1);
    expect(await sandbox.states(messageId)).toEqual(["CREATED"]);
  });

  test("expires: older rows are gone while the message is alive", async () => {
    await sandbox.addFault({ kind: "logs-expired", params: { ms: 1000 } });
    const { messageId } = await publish(sandbox, later());
    expect(await sandbox.states(messageId)).toEqual(["CREATED"]);
    clock.advance(1000);
    expect(await sandbox.states(messageId)).toEqual([]);
    expect(await sandbox.connect().messages.get(messageId)).toMatchObject({ messageId });
  });

  test("is cut: a page holds fewer rows, with a cursor or without", async () => {
    for (let n = 0; n < 3; n += 1) await publish(sandbox, later());
    const client = sandbox.connect();
    const { id } = await sandbox.addFault({ kind: "logs-cut", params: { rows: 2 } });
    const page = await client.logs();
    expect(page.logs).toHaveLength(2);
    expect((await client.logs({ cursor: page.cursor })).logs).toHaveLength(1);
    await sandbox.call(`/_sandbox/faults/${id}`, { method: "DELETE" });
    await sandbox.addFault({ kind: "logs-cut", params: { rows: 2, cursor: false } });
    expect((await client.logs()).cursor).toBeUndefined();
  });
});
